"""From a template to a page."""

from __future__ import annotations

import base64
import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.enums import MediaType
from markupsafe import Markup

_HERE = Path(__file__).parent


class Pages:
    """The templates of one vendor, which extend `layout.html`. `values`: what all of them know."""

    def __init__(self, templates: Path, **values: Any) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([templates, _HERE]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style = (_HERE / "style.css").read_text(encoding="utf-8")
        self._environment.globals |= values | {"style": Markup(style)}  # noqa: S704  # our own file
        self._headers = {
            "Content-Security-Policy": _policy(style),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    def page(self, template: str, *, status: int = HTTPStatus.OK, **values: Any) -> Response[str]:
        """Nothing that the template names may be missing, and all that it shows is escaped."""
        text = self._environment.get_template(template).render(values)
        return Response(content=text, status_code=status, headers=self._headers, media_type=MediaType.HTML)


def _policy(style: str) -> str:
    """No scripts, nothing from elsewhere, and no other style than the one in the layout."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
