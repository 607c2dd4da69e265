"""The interfaces of a provider that a test does not use: calling them fails, since the test defined no outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.listing import ListPage
from application.ports.provider.mentions import Mentions
from application.ports.provider.portal import AccountGone, NoHostedPortal, PortalLink, PortalRequest
from application.ports.provider.setup import CheckResult, InstalledEndpoint, Probe
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import NO_PAGES


class SilentWebhooks:
    """Receives no webhooks."""

    def check_headers(self, headers: Mapping[str, str]) -> None:
        raise AssertionError("no webhook was expected")

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        raise AssertionError("no webhook was expected")

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        raise AssertionError("no webhook was expected")

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        raise AssertionError("no webhook was expected to be read again")

    def mentions(self, payload: str) -> Mentions | None:
        raise AssertionError("no webhook was expected to be searched")


class SilentLists:
    """Has no lists."""

    kinds: Sequence[ObjectKind] = ()
    pause = timedelta()
    history_window = timedelta()

    async def page(self, kind: ObjectKind, cursor: str | None, changed_since: datetime | None = None) -> ListPage:
        raise AssertionError("no list was expected to be gone through")


class SilentPortal:
    """Opens no portal."""

    capabilities = NO_PAGES

    async def open(self, request: PortalRequest) -> PortalLink | NoHostedPortal | AccountGone:
        raise AssertionError("no portal was expected to be opened")

    async def login_page(self) -> str | None:
        raise AssertionError("no login page was expected to be asked for")

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        raise AssertionError("no receipt was expected to be asked for")


class SilentSetUp:
    """Has no setup."""

    async def time(self) -> datetime:
        raise NotImplementedError

    async def mode(self) -> Sequence[CheckResult]:
        return ()

    async def portal(self) -> Sequence[CheckResult]:
        return ()

    async def webhooks(self, address: str) -> Sequence[CheckResult]:
        return ()

    def probes(self, now: datetime) -> Sequence[Probe]:
        raise NotImplementedError

    async def install(self, address: str, *, thin: bool = False) -> InstalledEndpoint:
        raise NotImplementedError
