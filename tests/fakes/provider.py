"""A scriptable provider that must never be called inside a unit of work."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from application.ports.errors import InvalidSignature
from application.ports.provider.event import DecodedEvent, ProviderEvent, Undecodable
from application.ports.provider.fetching import NotFound
from application.ports.provider.listing import CursorExpired, ListedObject, ListPage
from application.ports.provider.mentions import Mentions
from application.ports.provider.portal import AccountGone, NoHostedPortal, PortalLink, PortalRequest
from application.ports.provider.provider import Provider
from application.ports.provider.updates import ProviderUpdate
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities
from domain.provider import ProviderName, ProviderRef
from examples import NOON
from fakes.mentions import mentions_in
from fakes.set_up import FakeSetUp
from fakes.storage import InMemoryStorage
from silence.made_up import secret

SIGNATURE = "x-signature"
WAY_IN = secret("https://portal.test/session/secret")


@dataclass(slots=True, kw_only=True)
class FakeProvider:
    """Its webhooks are signed with `SIGNATURE: genuine`, and their bodies are keys of `deliveries`.

    `fails` is raised by every call. `silent` never returns the seller's id. `opens` is the portal's response, a
    signed-in link if None. `looked_back_to` records the start of the requested changes of each page.
    """

    name: ProviderName
    storage: InMemoryStorage
    deliveries: dict[bytes, DecodedEvent] = field(default_factory=dict)
    answers: dict[tuple[ObjectKind, ProviderRef], ProviderUpdate] = field(default_factory=dict)
    lists: dict[ObjectKind, list[ListedObject]] = field(default_factory=dict)
    page_size: int = 2
    remembered: timedelta = timedelta()
    looked_back_to: list[datetime | None] = field(default_factory=list)
    lost_cursors: list[str] = field(default_factory=list)
    stands_still_at: str = "nowhere"
    chokes: Exception | None = None
    now: datetime = NOON
    seller: str = "seller"
    opens: NoHostedPortal | AccountGone | None = None
    login: str | None = None
    receipt_url: str | None = None
    fails: Exception | None = None
    needs_subscription: bool = False
    pages: frozenset[Intent] = frozenset(Intent) - {Intent.PAUSE, Intent.UPDATE_DETAILS}
    configurations: frozenset[str] = frozenset()
    webhook_secrets: int = 1
    silent: bool = False
    requests: list[PortalRequest] = field(default_factory=list)

    def provider(self) -> Provider:
        return Provider(
            name=self.name,
            webhooks=self,
            fetcher=self,
            listing=self,
            portal=self,
            setup=FakeSetUp(self.called, self.webhook_secrets),
        )

    def check_headers(self, headers: Mapping[str, str]) -> None:
        if not headers.get(SIGNATURE):
            raise InvalidSignature

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        if headers.get(SIGNATURE) != "genuine":
            raise InvalidSignature

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        reading = self.deliveries.get(body, Undecodable(error="nobody said what this is"))
        payload = body.decode(errors="backslashreplace")
        return ProviderEvent(
            provider=self.name,
            key=body.hex(),
            type="made.up",
            decoded=reading,
            payload=payload,
            mentions=partial(mentions_in, payload, self.name),
        )

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        if self.chokes is not None:
            raise self.chokes
        return self.deliveries.get(payload.encode(), Undecodable(error="nobody said what this is"))

    def mentions(self, payload: str) -> Mentions | None:
        return mentions_in(payload, self.name)

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        self.called()
        return self.answers.get((kind, ref), NotFound())

    @property
    def kinds(self) -> Sequence[ObjectKind]:
        return tuple(self.lists)

    @property
    def history_window(self) -> timedelta:
        return self.remembered

    async def page(self, kind: ObjectKind, cursor: str | None, changed_since: datetime | None = None) -> ListPage:
        self.called()
        self.looked_back_to.append(changed_since)
        if cursor is not None and cursor in self.lost_cursors:
            self.lost_cursors.remove(cursor)
            raise CursorExpired
        start = int(cursor or "0")
        end = start + self.page_size
        held = self.lists[kind]
        following = cursor if cursor == self.stands_still_at else str(end) if end < len(held) else None
        return ListPage(objects=tuple(held[start:end]), next_cursor=following, fetched_at=self.now)

    async def seller_id(self) -> str:
        self.called()
        if self.silent:
            await asyncio.Event().wait()
        return self.seller

    @property
    def capabilities(self) -> PortalCapabilities:
        return PortalCapabilities(
            pages=self.pages, needs_subscription=self.needs_subscription, configurations=self.configurations
        )

    async def open(self, request: PortalRequest) -> PortalLink | NoHostedPortal | AccountGone:
        self.called()
        self.requests.append(request)
        return self.opens or PortalLink(url=WAY_IN, effective_intent=request.intent, returns=True)

    async def login_page(self) -> str | None:
        return self.login

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        self.called()
        if self.receipt_url is None:
            return None
        return PortalLink(url=self.receipt_url, effective_intent=Intent.MANAGE, returns=False)

    def called(self) -> None:
        """Check that no unit of work is open, and raise the scripted failure. Every method calls this first."""
        assert self.storage.open_units == 0, "a provider was called inside a unit of work"
        if self.fails is not None:
            raise self.fails
