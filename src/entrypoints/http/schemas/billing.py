"""The JSON of what a customer has."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from domain.intent import Intent
from domain.one_off_purchase import PurchaseStatus
from domain.subscription import Status


class Money(Struct, frozen=True, kw_only=True):
    """`amount` in the minor unit of `currency` (ISO 4217, upper case)."""

    amount: int
    currency: str


class Access(Struct, frozen=True, kw_only=True):
    """Whether access is granted and why. `until` is a hint for caches, null when open-ended or unknown."""

    granted: bool
    until: datetime | None
    reason: str


class Plan(Struct, frozen=True, kw_only=True):
    """What is paid for. `price` is that of one unit; `quantity` is null where usage is metered."""

    id: str
    product_id: str | None
    name: str | None
    price: Money | None
    interval: str | None
    interval_count: int | None
    quantity: int | None


class PendingChange(Struct, frozen=True, kw_only=True):
    """A change of plan that the provider has scheduled."""

    plan_id: str
    at: datetime


class Subscription(Struct, frozen=True, kw_only=True):
    """A subscription as the provider last told it, at `as_of`; `contested` until the provider has settled a doubt.

    `intents`: those that lead to a page of the provider's portal for this subscription.
    """

    provider: str
    id: str
    provider_customer_id: str | None
    status: Status
    raw_status: str
    plan: Plan | None
    started_at: datetime
    current_period_end: datetime | None
    trial_ends_at: datetime | None
    cancels_at: datetime | None
    ended_at: datetime | None
    resumes_at: datetime | None
    pending_change: PendingChange | None
    access: Access
    can_change_plan: bool
    intents: list[Intent]
    as_of: datetime
    contested: bool


class Purchase(Struct, frozen=True, kw_only=True):
    """What was paid once; it never changes product, so `can_change_plan` is false, always."""

    provider: str
    id: str
    provider_customer_id: str | None
    status: PurchaseStatus
    raw_status: str
    product_id: str | None
    product_name: str | None
    paid: Money | None
    refunded: Money | None
    purchased_at: datetime
    access: Access
    as_of: datetime
    can_change_plan: bool = False


class Billing(Struct, frozen=True, kw_only=True):
    """Everything a customer has. `intents`: those that lead to a page for them if no subscription is named."""

    customer_id: str
    home_provider: str | None
    access: Access
    subscriptions: list[Subscription]
    purchases: list[Purchase]
    intents: list[Intent]
