"""Expected effects of a Lemon Squeezy object, derived from the object itself."""

from __future__ import annotations

from typing import Any

from corpus.lemonsqueezy_delivered import Delivered, at
from domain.mirror.snapshot import ObjectKind

Object = dict[str, Any]

_STATUSES = {"on_trial": "trialing", "pause": "paused", "expired": "ended"}
_KNOWN = {"trialing", "active", "past_due", "unpaid", "paused", "ended"}
_PAID = {"paid", "refunded", "partial_refund"}
_PAYMENTS = {"subscription_payment_success", "subscription_payment_recovered"}


def of_customer(customer: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.ACCOUNT, customer["id"])
    assert told.created_at == at(customer["attributes"]["created_at"])
    assert not told.deleted
    assert now.claims == []


def of_subscription(subscription: Object, now: Delivered) -> None:
    said, item = subscription["attributes"], subscription["attributes"]["first_subscription_item"]
    told = now.mirrored(ObjectKind.SUBSCRIPTION, subscription["id"])
    assert told.timestamp.as_of == at(max(said["updated_at"], item["updated_at"]))
    assert told.status == _status(said)
    assert told.raw_status == said["status"]
    assert told.collection_paused == (told.status == "active" and said["pause"] is not None)
    assert (told.created_at, told.trial_ends_at) == (at(said["created_at"]), at(said["trial_ends_at"]))
    assert told.resumes_at == at((said["pause"] or {}).get("resumes_at"))
    assert told.account.id == str(said["customer_id"])
    assert told.initial_order_id == str(said["order_id"])
    assert (told.plan.id, told.plan.price_id) == (str(said["variant_id"]), str(item["price_id"]))
    assert said["product_name"] in told.plan.name
    assert told.plan.quantity == (item["quantity"] or None)
    ends = at(said["ends_at"])
    assert told.current_period_end == (ends or at(said["renews_at"]))
    assert (told.cancels_at, told.ended_at) == ((None, ends) if said["status"] == "expired" else (ends, None))
    arrears = {(ObjectKind.ARREARS, subscription["id"])} if said["status"] == "past_due" else set()
    assert now.asked == {(ObjectKind.PRICE, str(item["price_id"])), *arrears}
    _claimed(now, ObjectKind.SUBSCRIPTION, subscription["id"], said)


def of_order(order: Object, now: Delivered) -> None:
    said, item = order["attributes"], order["attributes"]["first_order_item"]
    told = now.mirrored(ObjectKind.ORDER, order["id"])
    assert told.confirms_one_off
    assert told.timestamp.as_of == at(said["updated_at"])
    assert told.status == ("paid" if said["status"] in _PAID else _unpaid(said["status"]))
    assert (told.total.amount, told.total.currency) == (said["total"], said["currency"])
    assert told.refunded.amount == _refunded(said)
    assert told.account.id == str(said["customer_id"])
    assert told.created_at == at(said["created_at"])
    listed = now.mirrored(ObjectKind.ITEM, order["id"])
    assert (listed.product_id, listed.name) == (str(item["product_id"]), item["product_name"])
    assert listed.price_id == (str(item["price_id"]) if "price_id" in item else None)
    complete = said["subtotal"] - said.get("setup_fee", 0) == item["price"] * item.get("quantity", 1)
    assert (ObjectKind.CONTENTS in now.kinds) is complete
    price = {(ObjectKind.PRICE, str(item["price_id"]))} if "price_id" in item else set()
    assert now.asked == price | (set() if complete else {(ObjectKind.ORDER, order["id"])})
    _claimed(now, ObjectKind.ORDER, order["id"], said)


def of_invoice(invoice: Object, now: Delivered) -> None:
    said, subscription = invoice["attributes"], str(invoice["attributes"]["subscription_id"])
    failed = {(ObjectKind.ARREARS, subscription)} if now.type == "subscription_payment_failed" else set()
    assert now.asked == {(ObjectKind.SUBSCRIPTION, subscription)} | failed
    _claimed(now, ObjectKind.SUBSCRIPTION, subscription, said)
    unpaid = now.type not in _PAYMENTS and said["status"] == "pending"
    told = now.mirrored(ObjectKind.SUBSCRIPTION_INVOICE, invoice["id"])
    assert told.timestamp.as_of == at(said["updated_at"])
    assert (told.subscription_id, told.open, told.created_at) == (subscription, unpaid, at(said["created_at"]))


def _claimed(now: Delivered, kind: ObjectKind, subject: str, said: Object) -> None:
    expected = {(now.user, kind, subject, str(said["customer_id"]))} if now.user else set()
    assert {(c.customer_id, c.kind, c.subject.id, c.account and c.account.id) for c in now.claims} == expected


def _status(said: Object) -> str:
    status = said["status"]
    if status == "cancelled":
        return "trialing" if said["trial_ends_at"] == said["ends_at"] else "active"
    if status == "paused" and said["pause"]["mode"] == "free":
        return "active"
    known = _STATUSES.get(status, status)
    return known if known in _KNOWN else "unknown"


def _unpaid(status: str) -> str:
    return status if status in ("pending", "failed", "fraudulent") else "unknown"


def _refunded(said: Object) -> int:
    amounts: dict[str, int] = {"refunded_amount": said["total"] if said["refunded"] else 0} | said
    return amounts["refunded_amount"]
