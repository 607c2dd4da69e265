"""The states of the Billing page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from application.ports.provider.portal import AccountGone, NoHostedPortal
from billing_page.sold import STRIPE
from domain.mirror.snapshot import Snapshot
from domain.ownership.claim import Claim
from examples import claim


class Arrival(Enum):
    """How a visitor reaches the state."""

    SHOWS_LINK = auto()
    """Opens a link, and goes no further."""
    OPENS_SPENT_LINK = auto()
    COMES_WITHOUT_VISIT = auto()
    ENTERS = auto()
    """And is on the page."""
    PRESSES = auto()
    """And presses the button that is called `press`."""


@dataclass(frozen=True, kw_only=True)
class State:
    """`heard` holds earlier updates, and `meanwhile` those that arrive once the page is shown.

    `press` is the button's accessible name. `portal` is the response of every portal. `tired` means that the portal
    was opened too often. `slug` is the expected problem, or None.
    """

    heard: tuple[Snapshot, ...] = ()
    claims: tuple[Claim, ...] = (claim(provider=STRIPE),)
    arrival: Arrival = Arrival.ENTERS
    press: str | None = None
    meanwhile: tuple[Snapshot, ...] = ()
    portal: NoHostedPortal | AccountGone | None = None
    fails: Exception | None = None
    tired: bool = False
    slug: str | None = None
