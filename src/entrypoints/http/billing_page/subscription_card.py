"""What the page says of a subscription: how it stands, what happens next, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime

from application.show_billing import BillingView
from domain.destination import Wish
from domain.intent import Intent, Obstacle
from domain.next_charge import next_charge
from domain.pause import PauseReason
from domain.subscription import Status, Subscription
from domain.trial import TrialOutcome
from entrypoints.http.billing_page.phrases import action, card_id, provider_name, via
from entrypoints.http.billing_page.price_words import lines_of, named, price, price_of
from entrypoints.http.billing_page.regional import Region
from entrypoints.http.billing_page.view import Action, Card, Tone
from entrypoints.http.billing_page.words import say

_TONES = {
    "active": Tone.GOOD,
    "trialing": Tone.GOOD,
    "ending": Tone.WARN,
    "past_due": Tone.BAD,
    "unpaid": Tone.BAD,
    "incomplete": Tone.WARN,
}
_MENDED_BY_PAYMENT_METHOD = (PauseReason.NO_PAYMENT_METHOD, PauseReason.PAYMENT_FAILED)
_NEVER_DATED = frozenset({"unpaid", "incomplete", "unknown"})


def subscription_card(subscription: Subscription, view: BillingView, region: Region) -> Card:
    """`view`: of the customer whose it is."""
    condition = condition_of(subscription, view.now)
    name = (subscription.plan.name if subscription.plan else None) or say("name.subscription")
    return Card(
        id=card_id("subscription", subscription.ref),
        name=name,
        status=say(f"subscription.{condition}"),
        tone=_TONES.get(condition, Tone.CALM),
        via=via(subscription.ref.provider, view.billing.providers),
        price=_price(subscription, region),
        items=lines_of(subscription.items, region),
        sentences=tuple(_sentences(condition, subscription, view, region)),
        actions=tuple(_actions(subscription, view, name)),
    )


def _price(subscription: Subscription, region: Region) -> str | None:
    """That of the only item, or the total of several."""
    if len(subscription.items) <= 1:
        return price_of(subscription.plan, region)
    if subscription.total is None:
        return None
    return say("price.total", price=price(subscription.total, subscription.items[0], region))


def condition_of(subscription: Subscription, now: datetime) -> str:
    """The one word for how it stands; an open payment comes before all that is planned."""
    if subscription.ended(now):
        return "ended"
    serving, status = subscription.collection_paused(now), subscription.status_at(now)
    if status is Status.PAST_DUE and not serving:
        return "past_due"
    if subscription.live and subscription.cancels_at is not None and status is not Status.UNPAID:
        return "ending"
    if subscription.live and serving and status is not Status.UNPAID:
        return "collection_paused"
    return status.value


def _sentences(condition: str, subscription: Subscription, view: BillingView, region: Region) -> Iterator[str]:
    provider = provider_name(subscription.ref.provider)
    yield _what_happens_next(condition, subscription, view, region)
    if condition == "trialing" and subscription.trial_outcome is not TrialOutcome.UNKNOWN:
        yield say(f"subscription.trial.{subscription.trial_outcome}")
    if subscription.refunded is not None:
        key = "subscription.refunded" if condition == "ended" else "subscription.refunded.running"
        yield say(key, amount=region.money(subscription.refunded))
    yield from _discounts(condition, subscription, view, region)
    if condition != "ended":
        yield from _coming_pause(subscription, view.now, region)
    if condition not in ("ended", "ending"):
        yield from _scheduled(subscription, view, region)
    locked = subscription.obstacle(Intent.CHANGE_PLAN, view.now)
    if locked in (Obstacle.SEVERAL_ITEMS, Obstacle.METERED, Obstacle.SEND_INVOICE):
        yield say("subscription.locked")
    if subscription.contested:
        yield say("subscription.contested", provider=provider)
    if view.billing.is_unverified(subscription):
        yield say("subscription.unverified", provider=provider)


def _discounts(condition: str, subscription: Subscription, view: BillingView, region: Region) -> Iterator[str]:
    if not subscription.discounted(view.now) or condition == "ended" or subscription.plan is None:
        return
    charge = next_charge(subscription, view.now)
    if charge is None:
        yield say("subscription.discounted")
    else:
        yield say("subscription.discounted.charge", amount=region.money(charge))


def _scheduled(subscription: Subscription, view: BillingView, region: Region) -> Iterator[str]:
    """Yield what a schedule changes, and that the portal refuses other changes until then."""
    phases, change = subscription.phases_to_come(view.now), subscription.pending_change(view.now)
    if change is not None:
        yield say("subscription.pending_change", date=region.date(change.at))
        names = named(change.items, region)
        if names is not None:
            yield say("subscription.pending_change.to", items=names)
        yield say("subscription.scheduled")
    elif phases:
        yield say("subscription.scheduled.same", date=region.date(max(phase.starts_at for phase in phases)))


def _what_happens_next(condition: str, subscription: Subscription, view: BillingView, region: Region) -> str:
    if condition == "past_due":
        return _while_past_due(subscription, view, region)
    reason = subscription.pause_reason(view.now) if condition == "paused" else None
    if reason in _MENDED_BY_PAYMENT_METHOD:
        return say(f"subscription.paused.{reason}")
    when = None if condition in _NEVER_DATED else _date_of(condition, subscription)
    key = f"subscription.{condition}"
    if when is None or (when <= view.now and condition != "ended"):
        return say(f"{key}.open", provider=provider_name(subscription.ref.provider))
    return say(f"{key}.dated", date=region.date(when))


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


def _coming_pause(subscription: Subscription, now: datetime, region: Region) -> Iterator[str]:
    """A pause that is planned for later. One after the end of the subscription never comes."""
    planned, ends = subscription.planned_pause, subscription.cancels_at
    if planned is None or planned.pauses_at <= now or (ends is not None and ends <= planned.pauses_at):
        return
    date = region.date(planned.pauses_at)
    if planned.resumes_at is None:
        yield say("subscription.pauses", date=date)
    else:
        yield say("subscription.pauses.until", date=date, resumes=region.date(planned.resumes_at))


def _while_past_due(subscription: Subscription, view: BillingView, region: Region) -> str:
    """The grace that the host grants; where the end is planned before, that is what there is to say."""
    access = view.access_of(subscription)
    if not access.granted:
        return say("subscription.past_due.stopped")
    if subscription.cancels_at is not None:
        return say("subscription.past_due.ending", date=region.date(subscription.cancels_at))
    if access.until is None:
        return say("subscription.past_due.open")
    return say("subscription.past_due.dated", date=region.date(access.until))


def _actions(subscription: Subscription, view: BillingView, name: str) -> Iterator[Action]:
    """Yield the buttons that lead to a page.

    The subscription has its own button for the portal if the general one of the page may open another portal.
    """
    ref, now = subscription.ref, view.now
    possible = _possible(subscription, view)
    over, owing = subscription.ended(now), _owes(subscription, now)
    ending = subscription.live and subscription.cancels_at is not None and not over

    def button(key: str, intent: Intent, *, main: bool = False) -> Action:
        return action(key, intent, name=name, subscription=ref, main=main)

    if Intent.UPDATE_PAYMENT_METHOD in possible and owing and not over:
        yield button("update_payment_method", Intent.UPDATE_PAYMENT_METHOD, main=True)
    if Intent.MANAGE in possible and ending:
        yield button("keep", Intent.MANAGE)
    if Intent.CHANGE_PLAN in possible and subscription.cancels_at is None:
        yield button("change_plan", Intent.CHANGE_PLAN, main=not owing)
    if Intent.UPDATE_PAYMENT_METHOD in possible and subscription.live and not owing and not over:
        yield button("update_payment_method", Intent.UPDATE_PAYMENT_METHOD)
    if Intent.MANAGE in possible and not ending and (over or len(view.billing.providers) > 1):
        yield button("manage", Intent.MANAGE)
    if Intent.PAUSE in possible:
        yield button("pause", Intent.PAUSE)
    if Intent.CANCEL in possible:
        yield button("cancel", Intent.CANCEL)


def _owes(subscription: Subscription, now: datetime) -> bool:
    """Return whether the subscription needs a new payment method to continue."""
    owing = subscription.status_at(now) in (Status.PAST_DUE, Status.UNPAID)
    return owing or subscription.pause_reason(now) in _MENDED_BY_PAYMENT_METHOD


def _possible(subscription: Subscription, view: BillingView) -> Set[Intent]:
    """Return the intents that a button may be for.

    Cancelling is included if the portal's front page serves it. For an account that is not verified,
    which leads to the provider's login page, every intent that is not refused is included, except pausing.
    """
    wanted = {intent: Wish(intent=intent, subscription=subscription.ref) for intent in Intent}
    unverified = view.billing.is_unverified(subscription)
    served_by_front_page = set(Intent) - {Intent.PAUSE} if unverified else {Intent.CANCEL}
    pages = view.intents_of(subscription)
    return {*pages, *(intent for intent in served_by_front_page if view.door.opens(wanted[intent]))}
