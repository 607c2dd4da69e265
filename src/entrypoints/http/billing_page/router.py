"""The Billing page, put together."""

from __future__ import annotations

from litestar import Router

from application.use_cases import UseCases
from entrypoints.http.billing_page.page import showing
from entrypoints.http.billing_page.rendering import Rendering
from entrypoints.http.billing_page.sign_in import entering
from entrypoints.http.rate_limit import RequestLimit
from entrypoints.http.reading_limit import ReadingLimit
from entrypoints.settings.model import HttpSettings


def billing_page(
    use_cases: UseCases, settings: HttpSettings, rendering: Rendering, *, limit: RequestLimit, readings: ReadingLimit
) -> Router:
    """`limit`: as for portal sessions, of which the page opens some too; `readings`: as for the API's browsers."""
    routes = [
        *entering(use_cases, settings, rendering),
        *showing(use_cases, settings, rendering, limit=limit, readings=readings),
    ]
    return Router(path="/billing", route_handlers=routes)
