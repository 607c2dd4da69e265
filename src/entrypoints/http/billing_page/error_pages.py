"""Error pages of the Billing page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response

from entrypoints.http.billing_page.error_messages import error_message
from entrypoints.http.billing_page.rendering import Rendering
from entrypoints.http.billing_page.session_cookie import shown_secret
from entrypoints.http.errors import PublicUrlRequired
from entrypoints.http.problem_responses import headers_of, tell_the_log
from entrypoints.http.problems import problem_of
from entrypoints.http.public_url import PublicAddress, public_address
from entrypoints.settings.model import HttpSettings

Answers = Callable[[Request[Any, Any, Any], Exception], Response[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPages:
    """Answers any error of a request for a page, and leaves those of all others to `otherwise`."""

    settings: HttpSettings
    rendering: Rendering
    otherwise: Answers

    def __call__(self, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        path = request.scope["path"]
        if path != "/billing" and not path.startswith("/billing/"):
            return self.otherwise(request, error)
        problem = problem_of(error)
        tell_the_log(error, problem.status)
        address = self._address(request)
        trouble = error_message(
            error,
            self.settings,
            billing=f"{address.path if address else ''}/billing",
            entered=address is not None and shown_secret(request, address) is not None,
        )
        return self.rendering.page(
            "trouble.html.jinja",
            address,
            status=problem.status,
            headers=headers_of(error, problem.slug),
            trouble=trouble,
        )

    def _address(self, request: Request[Any, Any, Any]) -> PublicAddress | None:
        try:
            return public_address(self.settings.public_url, request)
        except PublicUrlRequired:
            return None
