"""`/billing/enter` and `/billing/leave`: how a visit begins and ends."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from application.use_cases import UseCases
from entrypoints.http.billing_page.customer_label import identified_by, whom
from entrypoints.http.billing_page.form import form_of
from entrypoints.http.billing_page.rendering import Rendering, lead_to
from entrypoints.http.billing_page.session_cookie import cookie, require_same_origin, shown_secret, visitor
from entrypoints.http.public_url import public_address
from entrypoints.http.request import ApiRequest
from entrypoints.settings.model import HttpSettings


def entering(use_cases: UseCases, settings: HttpSettings, rendering: Rendering) -> list[HTTPRouteHandler]:
    """The routes of the door."""

    @get("/enter", include_in_schema=False)
    async def look(request: ApiRequest) -> Response[str]:
        """Spends nothing: what opens links before people do only ever gets."""
        address = public_address(settings.public_url, request)
        token = request.query_params.get("token", "")
        customer = await use_cases.look_at_billing_link(token)
        known_by = identified_by(customer)
        return rendering.page("enter.html.jinja", address, token=token, whom=whom(customer), known_by=known_by)

    @post("/enter", include_in_schema=False)
    async def enter(request: ApiRequest) -> Response[str]:
        address = public_address(settings.public_url, request)
        require_same_origin(request, address)
        form = await form_of(request, {"token"})
        visit = await use_cases.enter_billing(form.get("token", ""), leaving=shown_secret(request, address))
        return lead_to(f"{address.path}/billing", cookies=[cookie(visit.secret, address)])

    @post("/leave", include_in_schema=False)
    async def leave(request: ApiRequest) -> Response[str]:
        """Back to where the host wants its customers, or else to where it says that the visit is over."""
        address = public_address(settings.public_url, request)
        require_same_origin(request, address)
        guest = await visitor(request, address, use_cases)
        guest.sent((await form_of(request, {"form_token"})).get("form_token", ""))
        await use_cases.leave_billing(guest.secret)
        to = guest.session.return_url or f"{address.path}/billing"
        return lead_to(to, cookies=[cookie("", address)])

    @get("/leave", include_in_schema=False)
    async def did_not_leave(request: ApiRequest) -> Response[str]:
        """Redirect a visitor who reloads the response to a form."""
        return lead_to(f"{public_address(settings.public_url, request).path}/billing")

    return [look, enter, leave, did_not_leave]
