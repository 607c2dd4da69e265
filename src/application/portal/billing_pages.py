"""The pages of a list that may be long: a customer's subscriptions and purchases."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderRef
from domain.subscription import Subscription

AT_ONCE = 100
"""How many are listed at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place of one thing in its list. A list begins with the lowest `rank`, and of one rank with the newest."""

    rank: int = 0
    at: datetime
    ref: ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """`ended`: the place of the last thing on the page, None if nothing follows it."""

    shown: tuple[T, ...]
    ended: Place | None


def page_of_subscriptions(
    subscriptions: Iterable[Subscription], now: datetime, after: Place | None = None, *, limit: int = AT_ONCE
) -> Page[Subscription]:
    """The live ones come first, then those that are not, then those that have ended, so that no live one is missed."""

    def place(subscription: Subscription) -> Place:
        rank = 2 if subscription.ended(now) else 0 if subscription.live else 1
        return Place(rank=rank, at=subscription.snapshot.created_at, ref=subscription.ref)

    return _page(subscriptions, place, after, limit)


def page_of_purchases(
    purchases: Iterable[OneOffPurchase], after: Place | None = None, *, limit: int = AT_ONCE
) -> Page[OneOffPurchase]:
    return _page(purchases, lambda purchase: Place(at=purchase.purchased_at, ref=purchase.ref), after, limit)


def _page(things: Iterable[T], place_of: Callable[[T], Place], after: Place | None, limit: int) -> Page[T]:
    placed = ((_order(place), place, thing) for place, thing in ((place_of(thing), thing) for thing in things))
    behind = _order(after) if after is not None else None
    following = heapq.nlargest(
        limit + 1, (each for each in placed if behind is None or each[0] < behind), key=lambda each: each[0]
    )
    shown, more = following[:limit], following[limit:]
    return Page(shown=tuple(thing for _, _, thing in shown), ended=shown[-1][1] if more else None)


def _order(place: Place) -> tuple[int, datetime, str, str]:
    """The greatest comes first."""
    return -place.rank, place.at, place.ref.provider, place.ref.id
