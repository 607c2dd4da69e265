"""The card of a subscription, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime

from application.portal.show_billing import BillingView
from domain.intent import Intent
from domain.portal.capabilities import NO_PAGES
from domain.portal.destination import PortalTarget
from domain.subscription import Subscription, SubscriptionStatus
from entrypoints.http.billing_page.formatting import action, card_id, via
from entrypoints.http.billing_page.locale_format import LocaleFormat
from entrypoints.http.billing_page.messages import message
from entrypoints.http.billing_page.price_phrases import lines_of, price, price_of
from entrypoints.http.billing_page.subscription_sentences import MENDED_BY_PAYMENT_METHOD, condition_of, sentences_of
from entrypoints.http.billing_page.view_model import Action, Card, Tone

_TONES = {
    "active": Tone.GOOD,
    "trialing": Tone.GOOD,
    "ending": Tone.WARN,
    "past_due": Tone.BAD,
    "unpaid": Tone.BAD,
    "incomplete": Tone.WARN,
}


def subscription_card(subscription: Subscription, view: BillingView, region: LocaleFormat) -> Card:
    """`view`: of the customer whose it is."""
    condition = condition_of(subscription, view.now)
    name = (subscription.plan.name if subscription.plan else None) or message("name.subscription")
    return Card(
        id=card_id("subscription", subscription.ref),
        name=name,
        status=message(f"subscription.{condition}"),
        tone=_TONES.get(condition, Tone.CALM),
        via=via(subscription.ref.provider, view.billing.providers),
        price=_price(subscription, region),
        items=lines_of(subscription.items, region),
        sentences=tuple(sentences_of(subscription, view, region)),
        actions=tuple(_actions(subscription, view, name)),
    )


def _price(subscription: Subscription, region: LocaleFormat) -> str | None:
    """Return the price of the only item, or the total of several."""
    if len(subscription.items) <= 1:
        return price_of(subscription.plan, region)
    if subscription.total is None:
        return None
    return message("price.total", price=price(subscription.total, subscription.items[0], region))


def _actions(subscription: Subscription, view: BillingView, name: str) -> Iterator[Action]:
    """Yield the buttons that lead to a page.

    The subscription has its own button for the portal if the general one of the page may open another portal. The
    invoices that the customer has to pay are there, too.
    """
    ref, now = subscription.ref, view.now
    possible = _possible(subscription, view)
    over, owing = subscription.ended(now), _owes(subscription, now)
    ending = subscription.live and subscription.cancels_at is not None and not over
    to_pay = owing and subscription.paid_by_invoice and Intent.MANAGE in possible

    def button(key: str, intent: Intent, *, main: bool = False) -> Action:
        return action(key, intent, name=name, subscription=ref, main=main)

    if to_pay:
        yield button("manage", Intent.MANAGE, main=True)
    elif Intent.UPDATE_PAYMENT_METHOD in possible and owing:
        yield button("update_payment_method", Intent.UPDATE_PAYMENT_METHOD, main=True)
    if Intent.MANAGE in possible and ending:
        yield button("keep", Intent.MANAGE)
    if Intent.CHANGE_PLAN in possible and subscription.cancels_at is None:
        yield button("change_plan", Intent.CHANGE_PLAN, main=not owing)
    if Intent.UPDATE_PAYMENT_METHOD in possible and subscription.live and (to_pay or not owing) and not over:
        yield button("update_payment_method", Intent.UPDATE_PAYMENT_METHOD)
    if Intent.MANAGE in possible and not ending and not to_pay and (over or len(view.billing.providers) > 1):
        yield button("manage", Intent.MANAGE)
    if Intent.PAUSE in possible:
        yield button("pause", Intent.PAUSE)
    if Intent.CANCEL in possible:
        yield button("cancel", Intent.CANCEL)


def _owes(subscription: Subscription, now: datetime) -> bool:
    """Return whether the subscription needs a payment or a new payment method to continue."""
    if subscription.ended(now):
        return False
    owing = subscription.status_at(now) in (SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID)
    return owing or subscription.pause_reason(now) in MENDED_BY_PAYMENT_METHOD


def _possible(subscription: Subscription, view: BillingView) -> Set[Intent]:
    """Return the intents that a button may be for.

    Cancelling is included if the portal's front page serves it. For an account that is not verified,
    which leads to the provider's login page, every intent that is not refused is included, except pausing.
    """
    wanted = {intent: PortalTarget(intent=intent, subscription=subscription.ref) for intent in Intent}
    unverified = view.billing.is_unverified(subscription)
    portal = view.door.portals.get(subscription.ref.provider, NO_PAGES)
    elsewhere = set(Intent) - {Intent.PAUSE} if unverified else portal.front_page & {Intent.CANCEL}
    pages = view.intents_of(subscription)
    return {*pages, *(intent for intent in elsewhere if view.door.is_available(wanted[intent]))}
