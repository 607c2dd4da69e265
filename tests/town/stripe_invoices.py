"""Unpaid invoices of a subscription at Stripe: one for each failed payment, until a payment settles them all."""

from __future__ import annotations

from collections.abc import Iterator

from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import event
from town.happening import Happening, Object
from town.life import Standing, Subscription, SubscriptionChange
from town.stripe_words import happening, metadata, unix


def invoices_of(subscription: Subscription) -> Iterator[Happening]:
    """Return the invoices of failed plan changes and renewals, and those paid by hand."""
    owed: list[Object] = []
    for number, change in enumerate(subscription.changes):
        if change.value is Standing.PAST_DUE:
            owed.append(_invoice(subscription, change, number))
            # Only the event shows when the first attempt failed.
            type_ = "invoice.payment_failed" if change.due is None else "invoice.finalized"
            yield _told(change, type_, owed[-1], needed=change.due is None)
        elif change.value is Standing.ACTIVE:
            for each in owed:
                yield _told(change, "invoice.paid", {**each, "status": "paid", "amount_remaining": 0})
            owed = []


def _told(change: SubscriptionChange, type_: str, invoice: Object, *, needed: bool = False) -> Happening:
    return happening(change, type_, invoice, (ObjectKind.INVOICE, invoice["id"]), needed=needed)


def _invoice(subscription: Subscription, change: SubscriptionChange, number: int) -> Object:
    told: Object = event("invoice.payment_failed")["data"]["object"]
    details = {"metadata": metadata(subscription), "subscription": subscription.id}
    told |= {"id": f"in_of_{subscription.id}_{number}", "customer": subscription.account, "created": unix(change.owed)}
    told |= {"billing_reason": "subscription_update" if number else "subscription_cycle"}
    told |= {"collection_method": "charge_automatically" if change.due is None else "send_invoice"}
    told |= {"due_date": None if change.due is None else unix(change.due)}
    told |= {"parent": {"quote_details": None, "subscription_details": details, "type": "subscription_details"}}
    (line,) = told["lines"]["data"]
    line["metadata"] = metadata(subscription)
    line["parent"]["subscription_item_details"] |= {"subscription": subscription.id}
    return told
