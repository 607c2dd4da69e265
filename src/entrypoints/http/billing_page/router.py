"""The Billing page, put together."""

from __future__ import annotations

from collections.abc import Callable

from litestar import Router

from application.use_cases import UseCases
from domain.claim import CustomerId
from entrypoints.http.billing_page.entering import entering
from entrypoints.http.billing_page.rendering import Rendering
from entrypoints.http.billing_page.showing import showing
from entrypoints.settings.model import HttpSettings


def billing_page(
    use_cases: UseCases, settings: HttpSettings, rendering: Rendering, *, admit: Callable[[CustomerId], None]
) -> Router:
    """`admit`: as for portal sessions, of which the page opens some too."""
    routes = [*entering(use_cases, settings, rendering), *showing(use_cases, settings, rendering, admit=admit)]
    return Router(path="/billing", route_handlers=routes)
