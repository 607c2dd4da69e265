"""Templates into answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, get_currency_precision
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.response import Redirect

from portal_demo.host.offers import OFFERS, PROVIDERS

_HERE = Path(__file__).parent
STYLE = (_HERE / "style.css").read_text(encoding="utf-8")
_LOCALE = "en"


def money(told: dict[str, Any]) -> str:
    """As the service tells it, an integer in the currency's minor unit, for people."""
    amount = told["amount"] / 10 ** get_currency_precision(told["currency"])
    return format_currency(amount, told["currency"], locale=_LOCALE)


def day(told: str) -> str:
    """Of a moment as the service tells it."""
    return format_date(datetime.fromisoformat(told), "d MMM y", locale=_LOCALE)


def moment(at: datetime) -> str:
    return format_datetime(at, "EEEE, d MMMM y, HH:mm", locale=_LOCALE)


_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_TEMPLATES.filters.update(money=money, day=day, moment=moment)
_TEMPLATES.globals.update(offers=OFFERS, providers=PROVIDERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """`now`: what the demo's clock shows. `others`: addresses to which our forms' answers lead."""

    now: Callable[[], datetime]
    others: tuple[str, ...]

    def page(self, template: str, *, status: int = HTTPStatus.OK, **shown: Any) -> Response[str]:
        text = _TEMPLATES.get_template(template).render(now=self.now(), **shown)
        return Response(text, status_code=status, media_type="text/html; charset=utf-8", headers=self._headers())

    def _headers(self) -> dict[str, str]:
        policy = (
            f"default-src 'none'; img-src data:; style-src 'self'; form-action 'self' {' '.join(self.others)}; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        return {
            "cache-control": "no-store",
            "content-security-policy": policy,
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
        }


def lead_to(url: str) -> Redirect:
    """After a form: the next page, by GET. The address may let somebody in, so it takes no referrer along."""
    return Redirect(url, status_code=303, headers={"referrer-policy": "no-referrer"})
