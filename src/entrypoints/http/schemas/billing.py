"""The JSON of what a customer has."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from litestar.params import Parameter
from msgspec import Struct

from domain.catalogue.item import Usage
from domain.catalogue.pricing import Scheme
from domain.intent import Intent
from domain.one_off_purchase import PurchaseStatus
from domain.subscription import SubscriptionStatus


class Money(Struct, frozen=True, kw_only=True):
    """`amount` in the minor unit of `currency` (ISO 4217, upper case), which has `exponent` decimal places."""

    amount: int
    currency: str
    exponent: int


class Access(Struct, frozen=True, kw_only=True):
    """Whether access is granted and why. `until` is a hint for caches, null when open-ended or unknown."""

    granted: bool
    until: datetime | None
    reason: str


class Pricing(Struct, frozen=True, kw_only=True):
    """Describes how a price charges.

    `amount` is that of a unit or of a package, in the minor unit and possibly with decimals; it is null for tiers and
    where the provider gives none. `package_size` and `rounding` are null except for packages.
    """

    scheme: Scheme
    amount: str | None
    currency: str
    exponent: int
    package_size: int | None
    rounding: Literal["up", "down"] | None


class Plan(Struct, frozen=True, kw_only=True):
    """Describes the leading item of a subscription. `quantity` is null where usage is metered.

    `price` multiplied by `quantity` is what is charged; where there is no such amount it is null, and `pricing` says
    how the price charges.
    """

    id: str
    product_id: str | None
    name: str | None
    price: Money | None
    pricing: Pricing | None
    interval: str | None
    interval_count: int | None
    quantity: int | None
    usage: Usage


class Item(Struct, frozen=True, kw_only=True):
    """One thing that a subscription charges for; `price` and `pricing` as in `Plan`."""

    price_id: str | None
    product_id: str | None
    name: str | None
    quantity: int | None
    price: Money | None
    pricing: Pricing | None
    interval: str | None
    interval_count: int | None
    usage: Usage


class PendingChange(Struct, frozen=True, kw_only=True):
    """A change of plan that the provider has scheduled. `items`: all that the subscription consists of then."""

    plan_id: str
    at: datetime
    items: list[Item]


class Subscription(Struct, frozen=True, kw_only=True):
    """A subscription as the provider last told it, at `as_of`; `contested` until the provider has settled a doubt.

    `intents`: those that lead to a page of the provider's portal for this subscription.
    `refunded`: what was refunded of its payments in all, null if nothing is known to be; that ends no subscription.
    `total`: what a period costs before discounts and taxes, null unless that is known for all items together.
    `next_charge`: what the next period costs after discounts and before taxes, null where that is not certain.
    """

    provider: str
    id: str
    provider_customer_id: str | None
    status: Annotated[SubscriptionStatus, Parameter(schema_component_key="Status")]
    raw_status: str
    plan: Plan | None
    items: list[Item]
    total: Money | None
    discounted: bool
    next_charge: Money | None
    refunded: Money | None
    started_at: datetime
    current_period_end: datetime | None
    trial_ends_at: datetime | None
    cancels_at: datetime | None
    ended_at: datetime | None
    pauses_at: datetime | None
    resumes_at: datetime | None
    pending_change: PendingChange | None
    access: Access
    can_change_plan: bool
    intents: list[Intent]
    as_of: datetime
    contested: bool


class PurchasedItem(Struct, frozen=True, kw_only=True):
    """One line of a purchase. `amount` is that of the whole line before discounts and taxes, null until known."""

    price_id: str | None
    product_id: str | None
    name: str | None
    quantity: int | None
    amount: Money | None


class Purchase(Struct, frozen=True, kw_only=True):
    """Describes a one-off purchase. Its product never changes, so `can_change_plan` is always false.

    `paid` is what was charged, after credit balance and credit notes; `refunded` includes lost disputes.
    """

    provider: str
    id: str
    provider_customer_id: str | None
    status: PurchaseStatus
    raw_status: str
    product_id: str | None
    product_name: str | None
    items: list[PurchasedItem]
    paid: Money | None
    refunded: Money | None
    purchased_at: datetime
    access: Access
    as_of: datetime
    can_change_plan: bool = False


class Subscriptions(Struct, frozen=True, kw_only=True):
    """One page of subscriptions. `next_cursor`: where the next one begins, null on the last one."""

    data: list[Subscription]
    next_cursor: str | None


class Purchases(Struct, frozen=True, kw_only=True):
    """One page of one-off purchases. `next_cursor`: where the next one begins, null on the last one."""

    data: list[Purchase]
    next_cursor: str | None


class More(Struct, frozen=True, kw_only=True):
    """The cursors of what is not listed in billing, each null if there is no more of it."""

    subscriptions: str | None
    purchases: str | None


class Billing(Struct, frozen=True, kw_only=True):
    """The billing of a customer. `intents`: those that open a page if no subscription is named.

    At most a hundred subscriptions and a hundred purchases are listed; `access`, `home_provider` and `intents` take all
    of them into account.
    """

    customer_id: str
    home_provider: str | None
    access: Access
    subscriptions: list[Subscription]
    purchases: list[Purchase]
    more: More
    intents: list[Intent]
