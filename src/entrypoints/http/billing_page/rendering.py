"""Templates into answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.datastructures import Cookie
from markupsafe import Markup

from entrypoints.http.billing_page.assets import SCRIPT, STYLE
from entrypoints.http.billing_page.messages import ENGLISH, message
from entrypoints.http.billing_page.security_headers import page_headers
from entrypoints.http.public_url import PublicAddress

HTML = "text/html"
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def say_isolated(key: str, **filled_in: str) -> Markup:
    """`say`, with what is filled in kept apart: a name may run in another direction than the sentence around it."""
    isolated = {name: Markup("<bdi>{}</bdi>").format(text) for name, text in filled_in.items()}
    return Markup.escape(ENGLISH[key]).format(**isolated)


_TEMPLATES.globals.update(say=message, say_isolated=say_isolated, style=STYLE.name, script=SCRIPT.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """`frame_ancestors`: who may hold the page in a frame."""

    frame_ancestors: Sequence[str]

    def page(
        self,
        template: str,
        address: PublicAddress | None,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **shown: Any,
    ) -> Response[str]:
        """`address`: ours, None where it is not known; then all that is linked to is at the top of the host."""
        own = page_headers(self.frame_ancestors, secure=address is None or address.secure)
        content = _TEMPLATES.get_template(template).render(path=address.path if address else "", **shown)
        return Response(content, status_code=status, media_type=HTML, headers={**(headers or {}), **own})


def lead_to(url: str, *, cookies: Sequence[Cookie] = ()) -> Response[str]:
    """Sends a browser on with nothing in its hands: where it comes from is nobody's business."""
    headers = {"location": url, "referrer-policy": "no-referrer"}
    return Response("", status_code=303, media_type=HTML, headers=headers, cookies=list(cookies))
