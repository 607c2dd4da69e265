"""Style and script of the page, under names that change with their content, so that they may be kept for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

_FOLDER = Path(__file__).parent / "assets"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """`name`: what it is called to browsers."""

    name: str
    content: bytes
    media_type: str


def _read(file: str) -> Asset:
    path = _FOLDER / file
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:20]
    return Asset(name=f"{path.stem}-{digest}{path.suffix}", content=content, media_type=_MEDIA_TYPES[path.suffix])


STYLE, SCRIPT = _read("billing.css"), _read("billing.js")
_BY_NAME = {asset.name: asset for asset in (STYLE, SCRIPT)}


@get("/assets/{name:str}", include_in_schema=False)
async def asset(name: FromPath[str]) -> Response[bytes]:
    """Beside `/billing`, under which nothing may be kept."""
    found = _BY_NAME.get(name)
    if found is None:
        raise NotFoundException
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found.content, media_type=found.media_type, headers=headers)
