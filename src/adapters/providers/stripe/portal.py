"""Stripe's customer portal."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.providers.stripe.account_parameter import naming
from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.errors import NotThere, RequestRefused
from adapters.providers.stripe.flows import OFFERED, flow_of
from adapters.providers.stripe.locale import portal_locale
from adapters.providers.stripe.receipts import receipt_url
from adapters.providers.stripe.wire.portal import PortalConfiguration, PortalSession
from adapters.providers.stripe.wire.values import Page
from adapters.urls import SafeUrls
from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.portal import AccountGone, PortalLink, PortalRequest
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities

if TYPE_CHECKING:
    from stripe.params.billing_portal import SessionCreateParams, SessionCreateParamsFlowData

_SECONDS_FOR_LOGIN_PAGE = 2.0
_SAVE = "save a customer portal configuration in this mode, or set the id of an existing one"
_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class StripePortal:
    """Creates a session for each click. `configuration_no_update` is for customers without a plan to change.

    `configurations`: ids by name. `offered`: the intents that the configurations have the features for.
    """

    api: StripeApi
    links: SafeUrls
    configuration: str | None = None
    configuration_no_update: str | None = None
    configurations: Mapping[str, str] = field(default_factory=dict)
    offered: frozenset[Intent] = OFFERED
    login_url: str | None = None
    _login_url_seen: str | None = field(default=None, init=False, repr=False)

    @property
    def capabilities(self) -> PortalCapabilities:
        return PortalCapabilities(pages=self.offered | {Intent.MANAGE}, configurations=frozenset(self.configurations))

    async def open(self, request: PortalRequest) -> PortalLink | AccountGone:
        flow = flow_of(request)
        try:
            if flow is not None:
                link = await self._deep_link(request, flow)
                if link is not None:
                    return link
            return await self._link(request, None, degraded=flow is not None)
        except NotThere as missing:
            if missing.param in ("customer", "customer_account"):
                return AccountGone()
            param = missing.param
        except RequestRefused as refused:
            param = refused.reason
        raise ProviderRefused(self.api.provider, f"no portal session could be created ({param})", next_step=_SAVE)

    async def login_page(self) -> str | None:
        """Return the configured page, the one found by an earlier portal session, or else fetch it."""
        known = self.login_url or self._login_url_seen
        if known is not None:
            return known
        try:
            await self._look_for_login_page()
        except (ProviderUnavailable, ProviderRefused, NotThere):
            return None
        return self._login_url_seen

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        url = self.links.allowed(await receipt_url(self.api, purchase))
        return PortalLink(url=url, effective_intent=Intent.MANAGE, returns=False) if url is not None else None

    async def _deep_link(self, request: PortalRequest, flow: SessionCreateParamsFlowData) -> PortalLink | None:
        """Return a deep link, or None if the portal's configuration or the subscription's state does not allow it."""
        try:
            return await self._link(request, flow)
        except RequestRefused as refused:
            reason = refused.reason
        except NotThere as missing:
            if not missing.param.startswith("flow_data"):
                raise
            reason = missing.param
        _log.warning("a deep link into the portal was refused", extra={"intent": request.intent, "reason": reason})
        return None

    async def _link(
        self, request: PortalRequest, flow: SessionCreateParamsFlowData | None, *, degraded: bool = False
    ) -> PortalLink:
        params: SessionCreateParams = naming(request.account.id, expand=["configuration"])
        configuration = self._configuration(request)
        if configuration is not None:
            params["configuration"] = configuration
        locale = portal_locale(request.locale)
        if locale is not None:
            params["locale"] = locale
        if request.return_url is not None:
            params["return_url"] = request.return_url
        if flow is not None:
            params["flow_data"] = flow
        told = await self.api.call(lambda c: c.v1.billing_portal.sessions.create_async(params), urgent=True)
        session = told.read(PortalSession)
        url = self.links.allowed(session.url)
        if url is None:
            raise ProviderUnavailable(self.api.provider, "the portal URL in the response is not allowed")
        if isinstance(session.configuration, PortalConfiguration):
            self._notice(session.configuration)
        intent = request.intent if flow is not None else Intent.MANAGE
        return PortalLink(url=url, effective_intent=intent, returns=True, degraded=degraded)

    def _configuration(self, request: PortalRequest) -> str | None:
        """Choose the portal configuration for a request.

        A subscription that can be paused may have a plan that cannot be changed. The default configuration is safe for
        it, because the deep link for pausing offers nothing else.
        """
        named = self.configurations.get(request.configuration) if request.configuration is not None else None
        if named is not None:
            return named
        if request.intent is Intent.PAUSE:
            return self.configuration
        if not request.plan_changes and self.configuration_no_update is not None:
            return self.configuration_no_update
        return self.configuration

    async def _look_for_login_page(self) -> None:
        told = await self.api.call(
            lambda c: c.v1.billing_portal.configurations.list_async({"is_default": True, "limit": 1}),
            urgent=True,
            seconds=_SECONDS_FOR_LOGIN_PAGE,
        )
        for configuration in told.read(Page[PortalConfiguration]).data:
            self._notice(configuration)

    def _notice(self, configuration: PortalConfiguration) -> None:
        page = configuration.login_page
        if page is not None and page.enabled:
            self._login_url_seen = self.links.allowed(page.url) or self._login_url_seen
