"""Who the demo's customers are, and what they did before it began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal_demo.host.customers import Customer

LASTS = timedelta(days=75)
"""The past, from the first day to the moment at which the demo begins."""

WORKS, FAILS_AT_RENEWAL = "works", "declined at renewal"
"""Cards, by what is said beside them on the checkout pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buys:
    """`day`: after so many days of the past."""

    day: float
    customer: str
    provider: str
    offer: str
    card: str = WORKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancels:
    """What they have, in the provider's portal, to which the service leads them."""

    day: float
    customer: str


Action = Buys | Cancels


def _customer(first: str, last: str, about: str) -> Customer:
    return Customer(
        id=f"user_{first.lower()}",
        name=f"{first} {last}",
        email=f"{first.lower()}@example.com",
        about=about,
    )


CUSTOMERS = (
    _customer("Alice", "Baker", "Basic, monthly, at Stripe"),
    _customer("Ben", "Carter", "Pro, monthly, at Lemon Squeezy"),
    _customer("Clara", "Davis", "A lifetime licence at Lemon Squeezy, nothing else"),
    _customer("Daniel", "Evans", "A lifetime licence at Stripe, later a subscription at Lemon Squeezy"),
    _customer("Emma", "Fisher", "Past due, because the card was declined at renewal"),
    _customer("Frank", "Green", "Cancelled, and active until the end of the period"),
    _customer("Grace", "Hill", "Nothing bought yet"),
)

ACTIONS: tuple[Action, ...] = (
    Buys(day=0, customer="user_daniel", provider="stripe", offer="lifetime"),
    Buys(day=8, customer="user_frank", provider="stripe", offer="pro_yearly"),
    Buys(day=15, customer="user_clara", provider="lemonsqueezy", offer="lifetime"),
    Buys(day=29, customer="user_ben", provider="lemonsqueezy", offer="pro_monthly"),
    Buys(day=40, customer="user_daniel", provider="lemonsqueezy", offer="basic_monthly"),
    Buys(day=42, customer="user_emma", provider="stripe", offer="pro_monthly", card=FAILS_AT_RENEWAL),
    Buys(day=55, customer="user_alice", provider="stripe", offer="basic_monthly"),
    Cancels(day=70, customer="user_frank"),
)
"""In the order in which it happened."""
