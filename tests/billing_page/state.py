"""What a state of the Billing page consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from application.ports.portal import AccountGone, NoHostedPortal
from billing_page.sold import STRIPE
from domain.mirror.snapshot import Snapshot
from domain.ownership.claim import Claim
from examples import claim


class Arrival(Enum):
    """What somebody does to meet the state."""

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
    """`heard`: what the providers have told before; `meanwhile`: what they tell once the page is there.

    `press`: what the button is called for those who hear it. `portal`: what every portal answers. `tired`: the portal
    was opened too often already. `slug`: the problem that is met, None where nothing is wrong.
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
