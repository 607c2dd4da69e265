"""Subscriptions, their items and their schedules."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from adapters.providers.stripe.wire.catalogue import Plan, Price
from adapters.providers.stripe.wire.discount import Discount
from adapters.providers.stripe.wire.values import Expandable, Id, Metadata, Page, Quantity, UnixTime
from adapters.redacted import RedactedStruct


class SubscriptionItem(Struct):
    """An item, which has the period since 2025-03-31; before, the subscription had it."""

    id: Id | None = None
    price: Price | None = None
    plan: Plan | None = None
    quantity: Quantity | None = None
    current_period_start: UnixTime | None = None
    current_period_end: UnixTime | None = None
    discounts: list[Discount | Id] | None = None


class PauseCollection(Struct):
    behavior: str
    resumes_at: UnixTime | None = None


class PresentmentDetails(Struct):
    presentment_currency: str


class PauseOfSubscription(Struct):
    type: str | None = None


class Paused(Struct):
    subscription: PauseOfSubscription | None = None


class StatusDetails(Struct):
    """Details of the status, present since API version 2026-09-30."""

    paused: Paused | None = None


class EndBehavior(Struct):
    missing_payment_method: str | None = None


class TrialSettings(Struct):
    end_behavior: EndBehavior | None = None


class BillingMode(Struct):
    type: str | None = None


class Subscription(RedactedStruct):
    id: Id
    created: UnixTime
    status: str
    items: Page[SubscriptionItem]
    customer: Expandable = None
    customer_account: Id | None = None
    start_date: UnixTime | None = None
    current_period_start: UnixTime | None = None
    current_period_end: UnixTime | None = None
    trial_end: UnixTime | None = None
    cancel_at: UnixTime | None = None
    cancel_at_period_end: bool = False
    ended_at: UnixTime | None = None
    pause_collection: PauseCollection | None = None
    status_details: StatusDetails | UnsetType | None = UNSET
    trial_settings: TrialSettings | None = None
    default_payment_method: Expandable = None
    default_source: Expandable = None
    collection_method: str | None = None
    schedule: Expandable = None
    currency: str | None = None
    presentment_details: PresentmentDetails | None = None
    discounts: list[Discount | Id] | None = None
    discount: Discount | None = None
    billing_mode: BillingMode | None = None
    metadata: Metadata = None


class CurrentPhase(Struct):
    end_date: UnixTime


class PhaseItem(Struct):
    price: Expandable = None
    plan: Expandable = None
    quantity: Quantity | None = None


class Phase(Struct):
    start_date: UnixTime
    end_date: UnixTime
    items: list[PhaseItem] = []


class ScheduledStatus(Struct):
    type: str | None = None


class ScheduledStart(Struct):
    pause_at: UnixTime
    status: ScheduledStatus


class ScheduledEnd(Struct):
    resume_at: UnixTime
    status: ScheduledStatus


class PauseSchedule(Struct):
    """Planned pauses, present since API version 2026-09-30."""

    pause: ScheduledStart
    resume: ScheduledEnd | None = None


class SubscriptionSchedule(Struct):
    id: Id
    status: str
    subscription: Expandable = None
    released_subscription: Expandable = None
    current_phase: CurrentPhase | None = None
    phases: list[Phase] = []
    end_behavior: str | None = None
    pause_schedules: list[PauseSchedule] | UnsetType | None = UNSET
