"""Lifecycles of customers of both providers, in terms of neither provider and none of our modules.

Times are seconds since `START`; `stamp` is the time on the provider's own clock, which ticks in seconds, errs by one,
or does not tick at all.
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
    """How a customer was named at a checkout, ordered by trust."""

    UNSIGNED = 1
    SIGNED = 2
    SELLER = 3
    HOST = 4


class Way(StrEnum):
    """The kind of a one-off purchase. An authorization reserves money that is captured later."""

    CHECKOUT = "checkout"
    AUTHORIZATION = "authorization"
    QUOTE = "quote"


class Standing(StrEnum):
    """The status of a subscription, in a person's terms."""

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
    """`value` is the value from then on."""

    at: float
    stamp: int
    value: str

    @property
    def amount(self) -> int:
        return int(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionChange(Change):
    """`ends` is the end of a cancelled subscription or the start of a planned pause, and `period` the period that is
    or should be paid. `owed` is the creation of the invoice of a failed payment, and `due` the due date if the
    customer pays by hand. `discounted` is whether half of the price is deducted.
    """

    ends: int
    period: tuple[int, int]
    owed: int = 0
    due: int | None = None
    discounted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """`account` is None for a guest's purchase.

    With `by_reference`, the seller at Stripe names the customer as the reference of the checkout instead of in
    metadata.
    """

    provider: Provider
    id: str
    account: str | None
    created: int
    words: tuple[Word, ...]
    by_reference: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Bought):
    """`order` is the first payment, if that is an order. `currency` is the charged one."""

    order: str | None
    currency: str = "eur"
    changes: tuple[SubscriptionChange, ...]

    @property
    def last(self) -> SubscriptionChange:
        return self.changes[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase(Bought):
    """The states of a purchase: those of its payment, of the total refunded, and of a dispute over the amount
    `disputed`.
    """

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
    """An action of the host or an operator; `target` is an account, or the provider to pin to."""

    at: float
    act: Deed
    customer: str
    provider: Provider
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """With `pricing_tables`, buyers come through a pricing table at Stripe, else through payment links."""

    accounts: tuple[Account, ...]
    subscriptions: tuple[Subscription, ...]
    purchases: tuple[Purchase, ...]
    acts: tuple[Act, ...]
    pricing_tables: bool = False


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)
