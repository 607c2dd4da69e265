"""The home provider of a customer and the rule that chose it. It is derived on each read and never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.account import Account
from domain.customer import HomePin
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName, ProviderRef
from domain.subscription import Subscription

Business = tuple[datetime, ProviderRef]
"""Something that was bought and counts, after the time at which it was."""


class HomeRule(StrEnum):
    """Why a provider is home."""

    FIRST_PURCHASE = "first_purchase"
    FIRST_LINKED = "first_linked"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeProvider:
    """`reference`: the id of what decided, None for a pin; `at`: when that was bought, linked or pinned."""

    rule: HomeRule
    provider: ProviderName
    reference: str | None
    at: datetime


def derive_home(
    subscriptions: Iterable[Subscription],
    purchases: Iterable[OneOffPurchase],
    accounts: Iterable[Account],
    *,
    earlier: Business | None = None,
) -> HomeProvider | None:
    """The provider of the earliest thing that counts, by that provider's own time; else of the first linked account.

    What counts: purchases that were ever paid and subscriptions that were ever more than incomplete. So what is bought
    elsewhere later never moves anybody. `earlier`: the first of what else was bought.
    """
    bought = [each for each in (earlier, first_purchase(subscriptions, purchases)) if each is not None]
    if bought:
        at, ref = min(bought)
        return HomeProvider(rule=HomeRule.FIRST_PURCHASE, provider=ref.provider, reference=ref.id, at=at)
    linked = min(((a.linked_at, a.ref) for a in accounts), default=None)
    if linked is not None:
        at, ref = linked
        return HomeProvider(rule=HomeRule.FIRST_LINKED, provider=ref.provider, reference=ref.id, at=at)
    return None


def first_purchase(subscriptions: Iterable[Subscription], purchases: Iterable[OneOffPurchase]) -> Business | None:
    """The earliest thing that counts, ties by provider and id."""
    begun = [(s.snapshot.created_at, s.ref) for s in subscriptions if s.counted]
    paid = [(p.purchased_at, p.ref) for p in purchases if p.ever_paid]
    return min([*begun, *paid], default=None)


def pinned(pin: HomePin) -> HomeProvider:
    return HomeProvider(rule=HomeRule.PINNED, provider=pin.provider, reference=None, at=pin.at)
