"""What the sandbox knows of a vendor, and what a vendor knows of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from litestar import Response
from litestar.types import ControllerRouterHandler

from payment_sandbox.clock import SandboxClock
from payment_sandbox.deliveries.outbox import Outbox
from payment_sandbox.event_order import EventOrder
from payment_sandbox.ids import Ids
from payment_sandbox.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorContext:
    """What a vendor is given. `address`: where it is reached, without a slash at the end."""

    clock: SandboxClock
    event_order: EventOrder
    records: Records
    ids: Ids
    outbox: Outbox
    address: str


class Vendor(Protocol):
    """One payment provider, whole: its objects, what happens to them, its API and its pages."""

    @property
    def name(self) -> str:
        """The first part of its paths, too."""
        ...

    def begin(self) -> None:
        """Puts there what a new account has from the start, unless it is there: at each start and after a reset."""
        ...

    def deliver_to(self, url: str, secret: str) -> None:
        """Has every webhook sent there from now on, signed with this secret; nothing more if that is so already."""
        ...

    def next_due(self) -> datetime | None:
        """The earliest moment at which something happens by itself: a renewal, the end of a trial, another attempt."""
        ...

    def play_due(self, now: datetime) -> None:
        """Has everything happen that is due by this moment."""
        ...

    def routes(self) -> Sequence[ControllerRouterHandler]:
        """Its API (below `/v1/`) and its pages, without its name in front."""
        ...

    def headers(self, secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
        """With which a webhook is sent at this moment: the signature among them."""
        ...

    def accepts(self, status: int) -> bool:
        """Whether a receiver's answer with this HTTP status counts as received."""
        ...

    def trouble(self, status: int) -> Response[Any]:
        """How its API says 429, 500 or 503."""
        ...
