"""Use case: the customer clicks "Billing"."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from application.execution.off_the_loop import off_the_loop
from application.portal.billing_pages import page_of_subscriptions
from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.operations.clock import Clock
from application.ports.provider.portal import AccountGone, Portal, PortalLink, PortalRequest
from application.ports.provider.provider import Providers, portals
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.storage import Storage
from domain.billing.assembly import CustomerRecords, assemble_billing
from domain.customer import CustomerId, CustomerNotFound
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.portal.destination import PortalDestination, PortalTarget
from domain.portal.errors import AccountNotVerified, BillingAccountGone, NoBillingAccount
from domain.portal.router import PortalRouter
from domain.provider import ProviderName, ProviderRef

_log = logging.getLogger(__name__)


class UnknownConfiguration(Exception):
    """No connected provider has a portal configuration of this name. `known`: the names that there are."""

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__()
        self.known = known


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Holds the options for opening the portal; see `PortalRequest`."""

    return_url: str | None = field(default=None, repr=False)
    locale: str | None = None
    configuration: str | None = None


class PortalKind(StrEnum):
    """The page that was opened: the signed-in portal, the provider's login page or a receipt."""

    PORTAL = "portal"
    PORTAL_LOGIN = "portal_login"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPortal:
    """Names the page to send the customer to. The URL is a credential: hand it over once and do not store it.

    `alternatives`: live subscriptions at other providers, when the customer asked for their portal in general.
    """

    url: str = field(repr=False)
    provider: ProviderName
    kind: PortalKind
    intent: Intent
    effective_intent: Intent
    returns: bool
    expires_at: datetime | None
    degraded: bool
    alternatives: tuple[ProviderRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCustomerPortal:
    """Finds the provider that the wish leads to and opens its portal: else its login page, else a receipt."""

    storage: Storage
    providers: Providers
    clock: Clock

    async def __call__(self, customer_id: CustomerId, wish: PortalTarget, how: Opening) -> OpenedPortal:
        """
        Raises:
            UnknownConfiguration
            DomainError: the wish is refused, and why.
            ProviderUnavailable, ProviderRefused: there is a door, and it cannot be opened.
        """
        known = frozenset[str]().union(*(each.configurations for each in portals(self.providers).values()))
        if how.configuration is not None and how.configuration not in known:
            raise UnknownConfiguration(known)
        facts = await self.storage.customer_records(customer_id)
        if facts is None:
            raise CustomerNotFound
        door, destination = await off_the_loop(facts.size, self._led, facts, wish)
        try:
            opened = await self._open_at_provider(destination, how)
        except (AccountNotVerified, BillingAccountGone, NoBillingAccount):
            elsewhere = door.fallback(wish, destination.provider)
            if elsewhere is None:
                raise
            opened = await self._open_at_provider(elsewhere, how)
        others = page_of_subscriptions(door.alternatives(wish, opened.provider), door.now)
        return replace(opened, alternatives=tuple(subscription.ref for subscription in others.shown))

    def _led(self, facts: CustomerRecords, wish: PortalTarget) -> tuple[PortalRouter, PortalDestination]:
        door = PortalRouter(billing=assemble_billing(facts), now=self.clock.now(), portals=portals(self.providers))
        return door, door.route(wish)

    async def _open_at_provider(self, to: PortalDestination, how: Opening) -> OpenedPortal:
        connection = self.providers.get(to.provider)
        if connection is None:
            raise ProviderRefused(
                to.provider,
                "customers have bought here, but the provider is no longer configured",
                next_step="keep the provider configured as long as customers have purchases there",
            )
        try:
            return await self._open(connection.portal, to, how)
        except ProviderUnavailable:
            page = await connection.portal.login_page()
            if page is None:
                raise
            return _login(to, page)

    async def _open(self, portal: Portal, to: PortalDestination, how: Opening) -> OpenedPortal:
        gone = False
        if to.account is not None:
            answer = await portal.open(_request(to, to.account.ref, how))
            if isinstance(answer, PortalLink):
                return _opened(to, answer, PortalKind.PORTAL)
            if isinstance(answer, AccountGone):
                gone = True
                await self._request_account_fetch(to.account.ref)
        return await self._open_fallback(portal, to, gone=gone)

    async def _open_fallback(self, portal: Portal, to: PortalDestination, *, gone: bool) -> OpenedPortal:
        receipt = await portal.receipt(to.receipt_for) if to.receipt_for is not None else None
        login_helps = gone or to.unverified or (to.account is not None and receipt is None)
        page = await portal.login_page() if login_helps else None
        if page is not None:
            return _login(to, page)
        if receipt is not None:
            return _opened(to, receipt, PortalKind.RECEIPT)
        if gone or to.deleted:
            raise BillingAccountGone
        raise AccountNotVerified if to.unverified else NoBillingAccount

    async def _request_account_fetch(self, account: ProviderRef) -> None:
        """Fetch an account that the provider does not know; its absence alone ends nothing."""
        _log.warning("provider does not know an account in use", extra={"account": str(account)})
        async with self.storage.begin() as uow:
            await uow.fetch_queue.add([QueuedFetch(kind=ObjectKind.ACCOUNT, ref=account, due_at=self.clock.now())])
            await uow.commit()


def _request(to: PortalDestination, account: ProviderRef, how: Opening) -> PortalRequest:
    return PortalRequest(
        account=account,
        intent=to.intent,
        subscription=to.subscription.ref if to.subscription else None,
        plan_changes=to.plan_changes,
        return_url=how.return_url,
        locale=how.locale,
        configuration=how.configuration,
    )


def _opened(to: PortalDestination, link: PortalLink, kind: PortalKind) -> OpenedPortal:
    return OpenedPortal(
        url=link.url,
        provider=to.provider,
        kind=kind,
        intent=to.intent,
        effective_intent=link.effective_intent,
        returns=link.returns,
        expires_at=link.expires_at,
        degraded=link.degraded or (kind is PortalKind.RECEIPT and to.intent is not Intent.MANAGE),
    )


def _login(to: PortalDestination, page: str) -> OpenedPortal:
    return OpenedPortal(
        url=page,
        provider=to.provider,
        kind=PortalKind.PORTAL_LOGIN,
        intent=to.intent,
        effective_intent=Intent.MANAGE,
        returns=False,
        expires_at=None,
        degraded=True,
    )
