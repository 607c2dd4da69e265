"""The sentences about a subscription: how it stands, what happens next and what cannot be done here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from application.portal.show_billing import BillingView
from domain.billing.next_charge import next_charge
from domain.intent import Intent, PortalRestriction
from domain.lifecycle.pause import PauseReason
from domain.lifecycle.trial import TrialOutcome
from domain.subscription import Subscription, SubscriptionStatus
from entrypoints.http.billing_page.formatting import provider_name
from entrypoints.http.billing_page.locale_format import LocaleFormat
from entrypoints.http.billing_page.messages import message
from entrypoints.http.billing_page.price_phrases import named

MENDED_BY_PAYMENT_METHOD = (PauseReason.NO_PAYMENT_METHOD, PauseReason.PAYMENT_FAILED)
_NEVER_DATED = frozenset({"unpaid", "incomplete", "unknown"})
_GOING_ON = frozenset({"active", "trialing", "past_due", "collection_paused"})
_UNSERVED = frozenset({SubscriptionStatus.UNPAID, SubscriptionStatus.PAUSED})


def condition_of(subscription: Subscription, now: datetime) -> str:
    """The one word for how it stands; an open payment comes before all that is planned."""
    if subscription.ended(now):
        return "ended"
    serving, status = subscription.collection_paused(now), subscription.status_at(now)
    if status is SubscriptionStatus.PAST_DUE and not serving:
        return "past_due"
    if subscription.live and subscription.cancels_at is not None and status not in _UNSERVED:
        return "ending"
    if subscription.live and serving and status is not SubscriptionStatus.UNPAID:
        return "collection_paused"
    return status.value


def sentences_of(subscription: Subscription, view: BillingView, region: LocaleFormat) -> Iterator[str]:
    """`view`: of the customer whose it is."""
    condition, now = condition_of(subscription, view.now), view.now
    provider = provider_name(subscription.ref.provider)
    pauses_first = _pauses_first(condition, subscription, now)
    if condition != "active" or not pauses_first:
        yield _what_happens_next(condition, subscription, view, region)
    if condition == "trialing" and not pauses_first and subscription.trial_outcome is not TrialOutcome.UNKNOWN:
        yield message(f"subscription.trial.{subscription.trial_outcome}")
    if condition in ("paused", "unpaid") and subscription.cancels_at is not None:
        yield message("subscription.ends", date=region.date(subscription.cancels_at))
    if subscription.refunded is not None:
        key = "subscription.refunded.running" if condition in _GOING_ON else "subscription.refunded"
        yield message(key, amount=region.money(subscription.refunded))
    yield from _discounts(condition, subscription, view, region)
    if condition != "ended":
        yield from _coming_pause(subscription, now, region)
        yield from _scheduled(subscription, view, region)
    locked = subscription.restriction(Intent.CHANGE_PLAN, now)
    if locked in (PortalRestriction.SEVERAL_ITEMS, PortalRestriction.METERED, PortalRestriction.SEND_INVOICE):
        yield message("subscription.locked")
    if subscription.contested:
        yield message("subscription.contested", provider=provider)
    if view.billing.is_unverified(subscription):
        yield message("subscription.unverified", provider=provider)


def _discounts(condition: str, subscription: Subscription, view: BillingView, region: LocaleFormat) -> Iterator[str]:
    if not subscription.discounted(view.now) or condition == "ended" or subscription.plan is None:
        return
    charge = next_charge(subscription, view.now)
    if charge is None:
        yield message("subscription.discounted")
    else:
        yield message("subscription.discounted.charge", amount=region.money(charge))


def _scheduled(subscription: Subscription, view: BillingView, region: LocaleFormat) -> Iterator[str]:
    """Yield what a schedule changes, and that the portal refuses other changes until then."""
    phases, change = subscription.phases_to_come(view.now), subscription.pending_change(view.now)
    if change is not None:
        yield message("subscription.pending_change", date=region.date(change.at))
        names = named(change.items, region)
        if names is not None:
            yield message("subscription.pending_change.to", items=names)
        yield message("subscription.scheduled")
    elif phases:
        yield message("subscription.scheduled.same", date=region.date(max(phase.starts_at for phase in phases)))


def _what_happens_next(condition: str, subscription: Subscription, view: BillingView, region: LocaleFormat) -> str:
    if condition == "past_due":
        return _while_past_due(subscription, view, region)
    reason = subscription.pause_reason(view.now) if condition == "paused" else None
    if reason in MENDED_BY_PAYMENT_METHOD:
        return message(f"subscription.paused.{reason}")
    when = None if condition in _NEVER_DATED else _date_of(condition, subscription)
    by_invoice = condition == "unpaid" and subscription.paid_by_invoice
    key = "subscription.unpaid.invoice" if by_invoice else f"subscription.{condition}"
    if when is None or (when <= view.now and condition != "ended"):
        return message(f"{key}.open", provider=provider_name(subscription.ref.provider))
    return message(f"{key}.dated", date=region.date(when))


def _date_of(condition: str, subscription: Subscription) -> datetime | None:
    """The day that matters; one that has passed while its word is still on its way is not told."""
    snapshot = subscription.snapshot
    if condition == "trialing":
        return snapshot.trial_ends_at or snapshot.current_period_end
    if condition == "active":
        return snapshot.current_period_end
    if condition == "ended":
        return subscription.ended_at or subscription.cancels_at
    return subscription.cancels_at if condition == "ending" else subscription.resumes_at


def _pauses_first(condition: str, subscription: Subscription, now: datetime) -> bool:
    """Return whether a planned pause begins before the next renewal or the end of the trial, or at that moment."""
    pauses_at, when = subscription.pauses_at(now), _date_of(condition, subscription)
    return pauses_at is not None and (when is None or pauses_at <= when)


def _coming_pause(subscription: Subscription, now: datetime, region: LocaleFormat) -> Iterator[str]:
    """A pause that is planned for later. One after the end of the subscription never comes."""
    planned, ends = subscription.planned_pause, subscription.cancels_at
    if planned is None or planned.pauses_at <= now or (ends is not None and ends <= planned.pauses_at):
        return
    date = region.date(planned.pauses_at)
    if planned.resumes_at is None:
        yield message("subscription.pauses", date=date)
    else:
        yield message("subscription.pauses.until", date=date, resumes=region.date(planned.resumes_at))


def _while_past_due(subscription: Subscription, view: BillingView, region: LocaleFormat) -> str:
    """The grace that the host grants; where the end is planned before, that is what there is to say."""
    access = view.access_of(subscription)
    key = "subscription.past_due.invoice" if subscription.paid_by_invoice else "subscription.past_due"
    if not access.granted:
        return message(f"{key}.stopped")
    if subscription.cancels_at is not None:
        return message(f"{key}.ending", date=region.date(subscription.cancels_at))
    if access.until is None:
        return message(f"{key}.open")
    return message(f"{key}.dated", date=region.date(access.until))
