"""`/billing`: the page itself, what has changed on it since, and its way to the providers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from application.portal.open_customer_portal import Opening
from application.use_cases import UseCases
from domain.intent import Intent
from domain.portal.destination import PortalTarget
from domain.provider import ProviderName, ProviderRef
from entrypoints.http.billing_page.form import form_of
from entrypoints.http.billing_page.list_part import Part
from entrypoints.http.billing_page.locale_format import language_of, region_of
from entrypoints.http.billing_page.rendering import Rendering, lead_to
from entrypoints.http.billing_page.session_cookie import Visitor, require_same_origin, visitor
from entrypoints.http.billing_page.view_builder import page_view
from entrypoints.http.billing_page.view_model import PageView
from entrypoints.http.errors import InvalidRequest, reading
from entrypoints.http.public_url import public_address
from entrypoints.http.rate_limit import RequestLimit
from entrypoints.http.reading_limit import ReadingLimit
from entrypoints.http.request import ApiRequest
from entrypoints.settings.model import HttpSettings

_FIELDS = frozenset({"form_token", "intent", "subscription", "purchase"})


def showing(
    use_cases: UseCases, settings: HttpSettings, rendering: Rendering, *, limit: RequestLimit, readings: ReadingLimit
) -> list[HTTPRouteHandler]:
    """The routes behind the door. `limit`: how often a customer may open one; `readings`: how often they may look."""

    async def view_for(request: ApiRequest, guest: Visitor) -> PageView:
        part = Part.read(request.query_params)
        await readings.admit(guest.customer_id)
        return page_view(
            await use_cases.show_billing(guest.customer_id),
            region_of(request.headers.get("accept-language")),
            part,
            pricing_url=settings.pricing_url,
            support_url=settings.support_url,
        )

    @get("/", include_in_schema=False)
    async def show(request: ApiRequest) -> Response[str]:
        address = public_address(settings.public_url, request)
        guest = await visitor(request, address, use_cases)
        view = await view_for(request, guest)
        return rendering.page(
            "billing.html.jinja",
            address,
            view=view,
            version=_version_of(view),
            form_token=guest.form_token,
            return_url=guest.session.return_url,
        )

    @get("/changes", include_in_schema=False)
    async def changes(request: ApiRequest) -> Response[str]:
        """The part of the page that changes; nothing but a word while it has not.

        A page that says whose it is gets nothing of who has entered since, in another tab.
        """
        address = public_address(settings.public_url, request)
        guest = await visitor(request, address, use_cases)
        guest.sent(request.headers.get("x-form-token", guest.form_token))
        view = await view_for(request, guest)
        version = _version_of(view)
        if request.headers.get("if-none-match") == version:
            return Response("", status_code=304, headers={"etag": version})
        return rendering.page(
            "_billing.html.jinja", address, headers={"etag": version}, view=view, form_token=guest.form_token
        )

    @post("/portal", include_in_schema=False)
    async def open_portal(request: ApiRequest) -> Response[str]:
        """The provider's portal leads back here."""
        address = public_address(settings.public_url, request)
        require_same_origin(request, address)
        guest = await visitor(request, address, use_cases)
        form = await form_of(request, _FIELDS)
        guest.sent(form.get("form_token", ""))
        wish = _wish(form)
        await limit.admit(guest.customer_id)
        language = language_of(request.headers.get("accept-language"))
        how = Opening(return_url=f"{address.url}/billing", locale=language)
        opened = await use_cases.open_customer_portal(guest.customer_id, wish, how)
        return lead_to(opened.url)

    @get("/portal", include_in_schema=False)
    async def did_not_open(request: ApiRequest) -> Response[str]:
        """Redirect a visitor who reloads an error page instead of opening the portal."""
        return lead_to(f"{public_address(settings.public_url, request).path}/billing")

    return [show, changes, open_portal, did_not_open]


def _version_of(view: PageView) -> str:
    """The same for pages that say the same, whoever renders them."""
    return f'"{hashlib.sha256(f"{view!r}{view.whom}".encode()).hexdigest()[:32]}"'


def _wish(form: Mapping[str, str]) -> PortalTarget:
    subscription, purchase = _ref(form, "subscription"), _ref(form, "purchase")
    if subscription is not None and purchase is not None:
        raise InvalidRequest("purchase", "must be omitted if `subscription` is given")
    try:
        intent = Intent(form.get("intent", Intent.MANAGE))
    except ValueError:
        raise InvalidRequest("intent", "must be one of the allowed values") from None
    return PortalTarget(intent=intent, subscription=subscription, purchase=purchase)


def _ref(form: Mapping[str, str], field: str) -> ProviderRef | None:
    """Parse "provider:id"; no provider's name contains a colon."""
    if not form.get(field):
        return None
    provider, _, id_ = form[field].partition(":")
    with reading(field):
        return ProviderRef(provider=ProviderName(provider), id=id_)
