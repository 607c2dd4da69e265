"""A subscription: what was told of it, and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.catalogue.discount import Discount
from domain.catalogue.entry import CatalogueKey, entry_keys
from domain.catalogue.item import SubscriptionItem, leading_item, total
from domain.intent import Intent, PortalRestriction
from domain.lifecycle.pause import PauseReason, PlannedPause, paused_at, steps_of
from domain.lifecycle.phases import PendingChange, Phase, next_change
from domain.lifecycle.status import (
    LIVE_STATUSES,
    NEVER_ACTIVE_STATUSES,
    TIE_BREAK_ORDER,
    TIE_BREAK_RANK,
    SubscriptionStatus,
)
from domain.lifecycle.trial import TrialOutcome, WithoutPaymentMethod, outcome_of
from domain.mirror.snapshot import ObjectKind, Snapshot, SortKey
from domain.money import Money
from domain.provider import ProviderRef

__all__ = ["TIE_BREAK_ORDER", "ScheduleSnapshot", "Subscription", "SubscriptionSnapshot", "SubscriptionStatus"]

_PLAN_CAN_CHANGE = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionSnapshot(Snapshot):
    """The state of a subscription at one provider timestamp, independent of our clock.

    `never_activated`: it ended before it was ever more than incomplete. `collection_paused`: it is served but not
    charged; a pause that also stops the service is the status `paused`. `initial_order_id`: the order that paid for
    its start, which is not a purchase of its own. `plan_restriction`: why the provider's portal offers no other plan.
    `currency`: the charged currency, None if the provider does not send it. `discounts`: keys of catalogue entries.
    `has_payment_method`: None if unknown. `without_payment_method`: what the trial's end leads to without one.
    """

    account: ProviderRef | None
    status: SubscriptionStatus
    raw_status: str
    created_at: datetime
    started_at: datetime
    current_period_start: datetime | None = None
    current_period_end: datetime | None = None
    trial_ends_at: datetime | None = None
    cancels_at: datetime | None = None
    ended_at: datetime | None = None
    resumes_at: datetime | None = None
    collection_paused: bool = False
    never_activated: bool = False
    schedule_id: str | None = None
    initial_order_id: str | None = None
    plan_restriction: PortalRestriction | None = None
    currency: str | None = None
    items: tuple[SubscriptionItem, ...] = ()
    discounts: tuple[str, ...] = ()
    pause_reason: PauseReason | None = None
    has_payment_method: bool | None = None
    without_payment_method: WithoutPaymentMethod | None = None
    pausable: bool = True

    @property
    def plan(self) -> SubscriptionItem | None:
        """The leading item."""
        return leading_item(self.items)

    @property
    def catalogue_keys(self) -> frozenset[CatalogueKey]:
        """Return the keys of the catalogue entries for the items and the discounts."""
        return entry_keys(self.items, self.ref) | {
            (ObjectKind.DISCOUNT, self.ref.same_provider(discount)) for discount in self.discounts
        }

    @property
    def counts_as_purchase(self) -> bool:
        return self.status not in NEVER_ACTIVE_STATUSES and not self.never_activated

    def tie_break_rank(self) -> SortKey:
        return TIE_BREAK_RANK[self.status], self.cancels_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSnapshot(Snapshot):
    """Describes what is planned for a subscription: the phases that follow the current one, a pause, or its end."""

    subscription_id: str | None
    active: bool
    phases: tuple[Phase, ...] = ()
    cancels_at: datetime | None = None
    pause: PlannedPause | None = None

    @property
    def catalogue_keys(self) -> frozenset[CatalogueKey]:
        """Return the keys of the catalogue entries for the items of its phases."""
        return entry_keys((item for phase in self.phases for item in phase.items), self.ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscription with its catalogue entries, schedule, arrears and refunds.

    `items` have their prices in the charged `currency`. `discounts`: one for each of the snapshot's, None if unknown.
    `arrears_since`: when the oldest open invoice became overdue. `refunded`: the sum of all refunds of its payments.
    `account_deleted_at`: the deletion of its account, which ends it. `account_has_payment_method`: None if unknown.
    """

    snapshot: SubscriptionSnapshot
    counted: bool
    contested: bool = False
    currency: str | None = None
    items: tuple[SubscriptionItem, ...] = ()
    discounts: tuple[Discount | None, ...] = ()
    schedule: ScheduleSnapshot | None = None
    arrears_since: datetime | None = None
    account_deleted_at: datetime | None = None
    refunded: Money | None = None
    account_has_payment_method: bool | None = None

    @property
    def ref(self) -> ProviderRef:
        return self.snapshot.ref

    @property
    def plan(self) -> SubscriptionItem | None:
        """The leading item."""
        return leading_item(self.items)

    @property
    def total(self) -> Money | None:
        """Return the cost of a period before discounts and taxes; None if it is not known."""
        return total(self.items)

    def discounted(self, now: datetime) -> bool:
        """Return whether a discount applies. One whose end is not known counts as applying."""
        return any(each is None or each.ends_at is None or each.ends_at > now for each in self.discounts)

    @property
    def status(self) -> SubscriptionStatus:
        return SubscriptionStatus.ENDED if self.account_deleted_at else self.snapshot.status

    @property
    def ended_at(self) -> datetime | None:
        return self.snapshot.ended_at or self.account_deleted_at

    @property
    def cancels_at(self) -> datetime | None:
        if self.snapshot.cancels_at is None and self.schedule is not None and self.schedule.active:
            return self.schedule.cancels_at
        return self.snapshot.cancels_at

    @property
    def planned_pause(self) -> PlannedPause | None:
        return self.schedule.pause if self.schedule is not None else None

    @property
    def resumes_at(self) -> datetime | None:
        planned = self.planned_pause
        return self.snapshot.resumes_at or (planned.resumes_at if planned else None)

    @property
    def trial_outcome(self) -> TrialOutcome:
        """Return what happens at the end of the trial if the subscription is not cancelled before."""
        known = (self.snapshot.has_payment_method, self.account_has_payment_method)
        return outcome_of(known, without=self.snapshot.without_payment_method)

    def status_at(self, now: datetime) -> SubscriptionStatus:
        """The status, also while the event of a planned pause or resumption is still on its way."""
        if not self.live:
            return self.status
        snapshot, before = self.snapshot, self.status is SubscriptionStatus.PAUSED
        steps = steps_of(self.planned_pause, snapshot.resumes_at)
        if paused_at(now, paused=before, known_at=snapshot.timestamp.known_at, steps=steps):
            return SubscriptionStatus.PAUSED
        return SubscriptionStatus.ACTIVE if before else self.status

    def collection_paused(self, now: datetime) -> bool:
        """Return whether the subscription is provided without being charged for."""
        snapshot, steps = self.snapshot, steps_of(None, self.snapshot.resumes_at)
        return paused_at(now, paused=snapshot.collection_paused, known_at=snapshot.timestamp.known_at, steps=steps)

    def pause_reason(self, now: datetime) -> PauseReason | None:
        """Why it is paused now, None if it is not or the provider does not say."""
        paused = self.status is SubscriptionStatus.PAUSED and self.status_at(now) is SubscriptionStatus.PAUSED
        return self.snapshot.pause_reason if paused else None

    def pauses_at(self, now: datetime) -> datetime | None:
        """The start of a scheduled pause that lies ahead."""
        planned = self.planned_pause
        return planned.pauses_at if self.live and planned is not None and planned.pauses_at > now else None

    @property
    def paid_by_invoice(self) -> bool:
        """Return whether the customer pays invoices instead of being charged."""
        return self.snapshot.plan_restriction is PortalRestriction.SEND_INVOICE

    @property
    def live(self) -> bool:
        """Whether its status is one of a running subscription, paid up or not."""
        return self.status in LIVE_STATUSES

    def ended(self, now: datetime) -> bool:
        """Whether it is over, also when the provider's word of its end is still on its way."""
        if self.status is SubscriptionStatus.ENDED:
            return True
        return self.live and self.cancels_at is not None and self.cancels_at <= now

    def pending_change(self, now: datetime) -> PendingChange | None:
        """The scheduled change of plan, as long as it is still to come."""
        return next_change(self.phases_to_come(now), self.items)

    def phases_to_come(self, now: datetime) -> tuple[Phase, ...]:
        """Return the phases that are still to come. While there are any, the portal cannot change or cancel it."""
        if self.schedule is None or not self.schedule.active or self.ended(now):
            return ()
        return tuple(phase for phase in self.schedule.phases if phase.starts_at > now)

    def restriction(self, intent: Intent, now: datetime) -> PortalRestriction | None:
        """Why the provider's portal cannot do this, or None if it can."""
        if intent in (Intent.MANAGE, Intent.UPDATE_DETAILS):
            return None
        if self.ended(now):
            return PortalRestriction.ENDED
        if intent is Intent.UPDATE_PAYMENT_METHOD:
            return None
        if self.phases_to_come(now):
            return PortalRestriction.SCHEDULED_CHANGE
        if intent in (Intent.CANCEL, Intent.PAUSE) and self.cancels_at is not None:
            return PortalRestriction.ALREADY_CANCELLING
        if intent is Intent.CANCEL:
            return None if self.live else PortalRestriction.STATUS
        if intent is Intent.PAUSE:
            return self._pause_restriction(now)
        if self.snapshot.plan_restriction is not None:
            return self.snapshot.plan_restriction
        return None if self.status_at(now) in _PLAN_CAN_CHANGE else PortalRestriction.STATUS

    def _pause_restriction(self, now: datetime) -> PortalRestriction | None:
        """Why it cannot be paused; a schedule forbids it even if it changes no plan."""
        if self.status_at(now) is not SubscriptionStatus.ACTIVE or self.collection_paused(now):
            return PortalRestriction.STATUS
        if self.snapshot.schedule_id is not None and (self.schedule is None or self.schedule.active):
            return PortalRestriction.SCHEDULED_CHANGE
        return PortalRestriction.SEND_INVOICE if self.paid_by_invoice else None

    def can_change_plan(self, now: datetime) -> bool:
        return self.restriction(Intent.CHANGE_PLAN, now) is None
