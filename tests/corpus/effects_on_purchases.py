"""Expected effects of a payment's object, derived from the object itself."""

from __future__ import annotations

from typing import Any

from corpus.delivered import Delivered, at, id_in
from domain.mirror.snapshot import ObjectKind

Object = dict[str, Any]

_INTENTS = {"succeeded": "paid", "canceled": "failed"}
_INVOICES = {"paid": "paid", "draft": "pending", "open": "pending", "void": "failed", "uncollectible": "failed"}
_DISPUTES = {"lost": "lost", "won": "won", "warning_closed": "won", "prevented": "won"}


def of_session(session: Object, now: Delivered) -> None:
    if now.type == "checkout.session.expired" or session["status"] != "complete":
        assert (now.kinds, now.claims, now.asked) == (set(), [], set())
        return
    user = session["metadata"].get("user_id") or session["client_reference_id"]
    assert {claim.customer_id for claim in now.claims} == ({user} if user else set())
    if session["mode"] == "subscription":
        assert {claim.subject.id for claim in now.claims} == {id_in(session["subscription"])}
        assert now.asked == {(ObjectKind.SUBSCRIPTION, id_in(session["subscription"]))}
        assert now.kinds == ({ObjectKind.SUBSCRIPTION_PAYMENT} if session.get("invoice") else set())
        return
    told = now.mirrored(ObjectKind.CHECKOUT, session["id"])
    failed = now.type == "checkout.session.async_payment_failed"
    unpaid = "failed" if failed else "pending"
    assert told.confirms_one_off
    assert told.status == (unpaid if session["payment_status"] == "unpaid" else "paid")
    named = [session["id"], id_in(session["payment_intent"]), id_in(session.get("invoice"))]
    assert set(told.keys) == {name for name in named if name}
    assert told.total.amount == session["amount_total"]
    assert now.asked == {(ObjectKind.CHECKOUT, session["id"])}


def of_invoice(invoice: Object, now: Delivered) -> None:
    details = (invoice.get("parent") or {}).get("subscription_details") or {}
    subscription = id_in(details.get("subscription") or invoice.get("subscription"))
    if subscription:
        paid = now.mirrored(ObjectKind.SUBSCRIPTION_PAYMENT, invoice["id"])
        assert (paid.subscription.id, paid.keys) == (subscription, (invoice["id"],))
        of_invoice_of_subscription(invoice, subscription, now)
        return
    told = now.mirrored(ObjectKind.INVOICE, invoice["id"])
    assert told.confirms_one_off is ((invoice.get("parent") or {"type": "quote_details"})["type"] == "quote_details")
    assert told.status == _INVOICES[invoice["status"]]
    due = invoice["amount_paid" if invoice["status"] == "paid" else "amount_due"]
    assert (told.total.amount, told.total.currency) == (due, invoice["currency"].upper())
    assert (ObjectKind.ITEM in now.kinds) is (invoice["status"] != "draft")


def of_invoice_of_subscription(invoice: Object, subscription: str, now: Delivered) -> None:
    failed_first = now.type == "invoice.payment_failed" and invoice.get("attempt_count") == 1
    assert (ObjectKind.FIRST_FAILURE in now.kinds) is failed_first
    payments = {ObjectKind.SUBSCRIPTION_PAYMENT, ObjectKind.INVOICE_PAYMENT}
    assert now.kinds <= {ObjectKind.SUBSCRIPTION_INVOICE, ObjectKind.FIRST_FAILURE} | payments
    assert now.asked == {(ObjectKind.SUBSCRIPTION, subscription)}
    told = now.mirrored(ObjectKind.SUBSCRIPTION_INVOICE, invoice["id"])
    assert (told.subscription_id, told.open) == (subscription, invoice["status"] == "open")
    assert told.due_at == at(invoice["due_date"] if invoice["collection_method"] == "send_invoice" else None)


def of_invoice_payment(paid: Object, now: Delivered) -> None:
    payment = id_in(paid["payment"].get("payment_intent") or paid["payment"].get("charge"))
    if payment is None:
        assert now.kinds == set()
        return
    told = now.mirrored(ObjectKind.INVOICE_PAYMENT, paid["id"])
    assert set(told.keys) == {id_in(paid["invoice"]), payment}


def of_payment_intent(intent: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.PAYMENT, intent["id"])
    refused = intent["status"] == "requires_payment_method" and intent["last_payment_error"]
    assert told.status == _INTENTS.get(intent["status"], "failed" if refused else "pending")
    assert told.total.amount == intent["amount_received" if intent["status"] == "succeeded" else "amount"]
    untried = intent["status"] == "canceled" and intent["latest_charge"] is None
    assert told.confirms_one_off is ("user_id" in intent["metadata"] and not untried)
    assert bool(now.claims) is ("user_id" in intent["metadata"])
    looked_up = told.confirms_one_off and intent["customer"] is not None
    assert now.asked == ({(ObjectKind.ORIGIN, intent["id"])} if looked_up else set())


def of_charge(charge: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.CHARGE, charge["id"])
    assert told.captured.amount == charge["amount_captured"]
    released = charge["amount"] - charge["amount_captured"]
    assert told.refunded.amount == max(0, charge["amount_refunded"] - released)
    assert set(told.keys) == {each for each in (charge["id"], id_in(charge["payment_intent"])) if each}
    assert told.account == (told.ref.same_provider(charge["customer"]) if charge["customer"] else None)


def of_credit_note(note: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.CREDIT_NOTE, note["id"])
    refunded = sum(refund["amount_refunded"] for refund in note["refunds"])
    credited = note["post_payment_amount"] - refunded if note["status"] == "issued" else 0
    assert (told.captured.amount, told.refunded.amount) == (0, credited)
    assert set(told.keys) == {note["id"], id_in(note["invoice"])}


def of_refund(refund: Object, now: Delivered) -> None:
    assert now.kinds == set()
    assert now.asked == {(ObjectKind.CHARGE, id_in(refund["charge"]))}


def of_dispute(dispute: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.DISPUTE, dispute["id"])
    assert told.status == _DISPUTES.get(dispute["status"], "open")
    assert told.amount.amount == dispute["amount"]
    assert id_in(dispute["charge"]) in told.keys
    assert now.asked == {(ObjectKind.CHARGE, id_in(dispute["charge"]))}


def of_price(price: Object, now: Delivered) -> None:
    assert now.kinds == set()
    assert now.asked == {(ObjectKind.PRICE, price["id"])}


def of_product(product: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.PRODUCT, product["id"])
    assert told.name == product["name"]
    assert told.timestamp.as_of == at(1794000000)
