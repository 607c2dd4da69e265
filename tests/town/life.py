"""What happens to customers of both providers, in words of neither provider and of none of our modules.

Moments are seconds since `START`; `stamp` is the moment that the provider's own clock puts to a change, which ticks in
seconds, errs by one, or does not tick at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Literal, TypeAlias

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
DAY = 86_400
END = 30 * DAY
"""When everything is looked at; some periods, notices and days of grace are over by then, and some are not."""

Provider: TypeAlias = Literal["stripe", "lemonsqueezy"]
Deed: TypeAlias = Literal["link", "unlink", "pin", "refresh"]
STRIPE: Provider = "stripe"
LEMONSQUEEZY: Provider = "lemonsqueezy"

ADA, BOB, CLEO = "user_ada", "user_bob", "user_cleo"
CUSTOMERS = (ADA, BOB, CLEO)
REGISTERED = (ADA, BOB)
"""By the host; Cleo is known only once something names her."""


class How(IntEnum):
    """How somebody was named at a checkout; the greater is believed more."""

    UNSIGNED = 1
    SIGNED = 2
    SELLER = 3
    HOST = 4


class Way(StrEnum):
    """A one-off purchase is made in one of these ways. An authorization reserves money that is captured later."""

    CHECKOUT = "checkout"
    AUTHORIZATION = "authorization"
    QUOTE = "quote"


class Standing(StrEnum):
    """Where a subscription stands, as a person would say it."""

    TRIALING = "trialing"
    ACTIVE = "active"
    CANCELLING = "cancelling"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    VOID = "paused, its invoices void"
    FREE = "paused, served all the same"
    PLANNED = "active, with a pause planned"
    UNPAID = "unpaid"
    ENDED = "ended"
    ODD = "a word nobody knows"
    INCOMPLETE = "incomplete"
    LAPSED = "never completed"


ONLY_AT_STRIPE = frozenset({Standing.INCOMPLETE, Standing.LAPSED, Standing.PLANNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    customer: str
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`value` is what it is from then on."""

    at: float
    stamp: int
    value: str

    @property
    def amount(self) -> int:
        return int(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionChange(Change):
    """`ends`: of what is cancelled, or the beginning of a planned pause; `period`: from when until when it is paid, or
    should be. `owed`: when the invoice of a failed payment was made; `due`: until when the customer may pay it by hand.
    `discounted`: whether half of the price is taken off.
    """

    ends: int
    period: tuple[int, int]
    owed: int = 0
    due: int | None = None
    discounted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """`account` is None for a guest's purchase.

    `by_reference`: at Stripe, the seller names the customer as the reference of the checkout instead of in metadata.
    """

    provider: Provider
    id: str
    account: str | None
    created: int
    words: tuple[Word, ...]
    by_reference: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Bought):
    """`order`: the first payment, where that is an order. `currency`: the one that is charged."""

    order: str | None
    currency: str = "eur"
    changes: tuple[SubscriptionChange, ...]

    @property
    def last(self) -> SubscriptionChange:
        return self.changes[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase(Bought):
    """A purchase has the states of its payment, of the total refunded, and of a dispute over the amount `disputed`."""

    way: Way = Way.CHECKOUT
    total: int
    disputed: int
    payments: tuple[Change, ...]
    refunds: tuple[Change, ...]
    disputes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    provider: Provider
    id: str
    created: int
    word: Word | None
    deleted: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that the host or an operator does; `target` is an account, or the provider to pin to."""

    at: float
    act: Deed
    customer: str
    provider: Provider
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """`pricing_tables`: buyers come through a pricing table at Stripe, else through payment links."""

    accounts: tuple[Account, ...]
    subscriptions: tuple[Subscription, ...]
    purchases: tuple[Purchase, ...]
    acts: tuple[Act, ...]
    pricing_tables: bool = False


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)
