"""A life in Stripe's words: whole events, and the objects as its API holds them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from application.checkout_reference import CheckoutReferences
from domain.claim import CustomerId
from domain.snapshot import ObjectKind
from fixtures.stripe.payloads import event, variant, wrap
from town.happening import Happening, Object
from town.life import (
    START,
    STRIPE,
    Account,
    Bought,
    Change,
    How,
    Life,
    Purchase,
    Standing,
    Subscription,
    SubscriptionChange,
    moment,
)

_STATUSES: Mapping[str, str] = {
    Standing.ENDED: "canceled",
    Standing.LAPSED: "incomplete_expired",
    Standing.CANCELLING: "active",
    Standing.VOID: "active",
    Standing.FREE: "active",
    Standing.ODD: "hibernating",
}
_PAUSES: Mapping[str, Object] = {
    Standing.VOID: {"behavior": "void", "resumes_at": None},
    Standing.FREE: {"behavior": "keep_as_draft", "resumes_at": None},
}
_DISPUTES = {"open": "needs_response", "won": "won", "lost": "lost"}
_PAID = {"paid": "payment_intent.succeeded", "failed": "payment_intent.payment_failed"}
_OPENED = {"open": "created", "won": "closed", "lost": "closed"}


def always() -> Iterator[Object]:
    """What the seller has set up before anybody comes."""
    yield variant("billing_portal.configuration.with_plan_changes")
    yield variant("billing_portal.configuration.without_plan_changes")
    yield variant("product.pro")
    yield variant("price.pro_monthly")
    yield variant("price.course")


def unix(seconds: float) -> int:
    return int(moment(seconds).timestamp())


class AsStripeTells:
    def __init__(self, references: CheckoutReferences) -> None:
        self.references = references

    def life(self, life: Life) -> Iterator[Happening]:
        for account in life.accounts:
            if account.provider == STRIPE:
                yield from self.account(account)
        for subscription in life.subscriptions:
            if subscription.provider == STRIPE:
                yield from self.subscription(subscription)
        for purchase in life.purchases:
            if purchase.provider == STRIPE:
                yield from self.purchase(purchase)

    def account(self, account: Account) -> Iterator[Happening]:
        """Whose a deleted one was, no answer tells."""
        word = {"user_id": account.word.customer} if account.word else {}
        told: Object = variant("customer.without_user_id") | {"id": account.id, "created": unix(account.created)}
        told |= {"metadata": word}
        about, since = (ObjectKind.ACCOUNT, account.id), Change(at=account.created, stamp=account.created, value="")
        needed = bool(word) and account.deleted is not None
        yield _happening(since, "customer.created", told, about, needed=needed)
        if account.deleted is not None:
            gone = {"id": account.id, "object": "customer", "deleted": True}
            yield _happening(account.deleted, "customer.deleted", told, about, held=(gone,))

    def subscription(self, subscription: Subscription) -> Iterator[Happening]:
        about = (ObjectKind.SUBSCRIPTION, subscription.id)
        counted = False
        for number, change in enumerate(subscription.changes):
            told = _subscription(subscription, change)
            kind = "deleted" if change.value is Standing.ENDED else "updated" if number else "created"
            counts = change.value not in (Standing.INCOMPLETE, Standing.LAPSED, Standing.ODD)
            type_ = f"customer.subscription.{kind}"
            yield _happening(change, type_, told, about, needed=counts and not counted)
            counted |= counts
        if any(word.how is not How.SELLER for word in subscription.words):
            yield self._checkout_of(subscription)

    def purchase(self, purchase: Purchase) -> Iterator[Happening]:
        first = purchase.payments[0]
        for change in purchase.payments:
            later = {"paid": "async_payment_succeeded", "failed": "async_payment_failed"}
            type_ = "completed" if change is first else later[change.value]
            held = (self._session(purchase, change), *_payment(purchase, change))
            told, (payment, *charges) = self._session(purchase, change), _payment(purchase, change)
            about, paid = (ObjectKind.CHECKOUT, told["id"]), change.value == "paid"
            held = (told, payment, *charges)
            yield _happening(change, f"checkout.session.{type_}", told, about, held=held, needed=paid)
            if change.value in _PAID:
                yield _happening(change, _PAID[change.value], payment, (ObjectKind.PAYMENT, payment["id"]), needed=paid)
        for change in purchase.refunds:
            charge = _charge(purchase, change.amount)
            yield _happening(change, "charge.refunded", charge, (ObjectKind.CHARGE, charge["id"]))
        for change in purchase.disputes:
            told = variant("dispute.open") | {"id": f"dp_{purchase.id}", "charge": f"ch_{purchase.id}"}
            told |= {"payment_intent": f"pi_{purchase.id}", "status": _DISPUTES[change.value]}
            type_ = f"charge.dispute.{_OPENED[change.value]}"
            yield _happening(change, type_, told, (ObjectKind.DISPUTE, told["id"]))

    def _checkout_of(self, subscription: Subscription) -> Happening:
        told = variant("checkout.session.subscription_mode") | self._carried(subscription)
        told |= {"id": f"cs_of_{subscription.id}", "subscription": subscription.id, "invoice": None}
        begun = subscription.changes[0]
        return _happening(begun, "checkout.session.completed", told, (ObjectKind.CHECKOUT, told["id"]))

    def _session(self, purchase: Purchase, change: Change) -> Object:
        status = {"pending": "unpaid", "failed": "unpaid"}.get(change.value, change.value)
        told = variant("checkout.session.guest") | self._carried(purchase)
        told |= {"id": f"cs_{purchase.id}", "payment_intent": f"pi_{purchase.id}", "payment_status": status}
        return told | {"metadata": _metadata(purchase), "amount_total": purchase.total}

    def _carried(self, thing: Bought) -> Object:
        """A payment link takes the reference from its address, which whoever buys can write."""
        word = next((w for w in thing.words if w.how is not How.SELLER), None)
        reference = word.customer if word else None
        if word is not None and word.how is How.SIGNED:
            reference = self.references.make(CustomerId(word.customer), at=START)
        link = "plink_1" if word else None
        told: Object = {"client_reference_id": reference, "payment_link": link, "metadata": {}}
        return told | {"customer": thing.account, "created": unix(thing.created)}


def _metadata(thing: Bought) -> Object:
    sellers = next((word for word in thing.words if word.how is How.SELLER), None)
    return {"user_id": sellers.customer} if sellers is not None else {}


def _subscription(subscription: Subscription, change: SubscriptionChange) -> Object:
    starts, ends = (unix(seconds) for seconds in change.period)
    told = variant("subscription.renewed")
    told |= {"id": subscription.id, "customer": subscription.account, "metadata": _metadata(subscription)}
    told |= {"created": unix(subscription.created), "start_date": unix(subscription.created)}
    told |= {"status": _STATUSES.get(change.value, change.value), "pause_collection": _PAUSES.get(change.value)}
    told["cancel_at"] = unix(change.ends) if change.value is Standing.CANCELLING else None
    told["ended_at"] = unix(change.at) if change.value in (Standing.ENDED, Standing.LAPSED) else None
    told["trial_end"] = ends if change.value is Standing.TRIALING else None
    (item,) = told["items"]["data"]
    item |= {"id": f"si_{subscription.id}", "subscription": subscription.id}
    item |= {"current_period_start": starts, "current_period_end": ends}
    return told


def _payment(purchase: Purchase, change: Change) -> tuple[Object, ...]:
    """The payment that a checkout is paid with, and once it is, its charge."""
    failed = change.value == "failed"
    told: Object = (
        event("payment_intent.payment_failed")["data"]["object"] if failed else variant("payment_intent.guest")
    )
    told |= {"id": f"pi_{purchase.id}", "customer": purchase.account, "metadata": {}, "amount": purchase.total}
    if change.value == "paid":
        charge = _charge(purchase, 0)
        return told | {"status": "succeeded", "latest_charge": charge["id"]}, charge
    return (told | {"status": "requires_payment_method" if failed else "processing", "latest_charge": None},)


def _charge(purchase: Purchase, refunded: int) -> Object:
    told = variant("charge.guest") | {"id": f"ch_{purchase.id}", "customer": purchase.account}
    told |= {"payment_intent": f"pi_{purchase.id}", "amount": purchase.total, "amount_captured": purchase.total}
    told |= {"amount_refunded": refunded, "refunded": refunded == purchase.total}
    return told | {"disputed": bool(purchase.disputes)}


def _happening(
    change: Change,
    type_: str,
    told: Object,
    about: tuple[ObjectKind, str],
    *,
    held: tuple[Object, ...] | None = None,
    needed: bool = False,
) -> Happening:
    event_id = f"evt_{type_}_{told['id']}_{change.at}"
    sent: dict[str, Any] = wrap(told, type_, created=unix(change.stamp), event_id=event_id)
    body = json.dumps(sent).encode()
    return Happening(at=change.at, provider=STRIPE, held=held or (told,), body=body, about=about, needed=needed)
