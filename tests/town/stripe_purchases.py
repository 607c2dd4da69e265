"""One-off purchases in Stripe's terms: checkouts, authorizations and quotes, with refunds and disputes."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from application.portal.checkout_reference import CheckoutReferenceSigner
from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import event, variant
from town.happening import Happening, Object
from town.life import Change, Purchase, Way
from town.stripe_words import carried, happening, metadata, unix

_DISPUTES = {"open": "needs_response", "won": "won", "lost": "lost"}
_DISPUTE_EVENTS = {"open": "created", "won": "closed", "lost": "closed"}
_SESSIONS: Mapping[Way, Mapping[str, str]] = {
    Way.CHECKOUT: {"paid": "async_payment_succeeded", "failed": "async_payment_failed"},
    Way.AUTHORIZATION: {},
}
"""The events of a session after it was completed. There is none for an authorization."""

_INTENTS = {
    "paid": ("succeeded", "payment_intent.succeeded"),
    "failed": ("requires_payment_method", "payment_intent.payment_failed"),
    "pending": ("processing", None),
    "authorized": ("requires_capture", "payment_intent.amount_capturable_updated"),
    "expired": ("canceled", "payment_intent.canceled"),
    "void": ("canceled", None),
}
"""The status of the payment intent, and the event of it (Stripe API, PaymentIntent.status)."""

_INVOICES = {
    "pending": ("open", "invoice.finalized"),
    "paid": ("paid", "invoice.paid"),
    "void": ("void", "invoice.voided"),
}


@dataclass(frozen=True, slots=True)
class StripePurchases:
    references: CheckoutReferenceSigner
    pricing_tables: bool = False

    def happenings(self, purchase: Purchase) -> Iterator[Happening]:
        for change in purchase.payments:
            yield from self._invoiced(purchase, change) if purchase.way is Way.QUOTE else self._bought(purchase, change)
        for change in purchase.refunds:
            charge = _charge(purchase, "paid", change.amount)
            yield happening(change, "charge.refunded", charge, (ObjectKind.CHARGE, charge["id"]))
        for change in purchase.disputes:
            told = variant("dispute.open") | {"id": f"dp_{purchase.id}", "charge": f"ch_{purchase.id}"}
            told |= {"payment_intent": f"pi_{purchase.id}", "status": _DISPUTES[change.value]}
            told |= {"amount": purchase.disputed}
            type_ = f"charge.dispute.{_DISPUTE_EVENTS[change.value]}"
            yield happening(change, type_, told, (ObjectKind.DISPUTE, told["id"]))

    def _bought(self, purchase: Purchase, change: Change) -> Iterator[Happening]:
        session, about = self._session(purchase, change), (ObjectKind.CHECKOUT, f"cs_{purchase.id}")
        later, paid = _SESSIONS[purchase.way].get(change.value), change.value == "paid"
        type_ = "completed" if change is purchase.payments[0] else later
        held = (session, *_payment(purchase, change))
        if type_ is not None:
            yield happening(change, f"checkout.session.{type_}", session, about, held=held, needed=paid)
        yield from _of_payment(purchase, change, held)

    def _invoiced(self, purchase: Purchase, change: Change) -> Iterator[Happening]:
        """Build the invoice of an accepted quote, which names the quote (Stripe API, Invoice.parent)."""
        status, type_ = _INVOICES[change.value]
        invoice = _invoice(purchase, status)
        link = event("invoice_payment.paid")["data"]["object"]
        link |= {
            "id": f"inpay_{purchase.id}",
            "invoice": invoice["id"],
            "status": "paid",
            "amount_paid": purchase.total,
        }
        link |= {"payment": {"type": "payment_intent", "payment_intent": f"pi_{purchase.id}"}}
        paid = change.value == "paid"
        held = (invoice, *_payment(purchase, change), *([link] if paid else []))
        yield happening(change, type_, invoice, (ObjectKind.INVOICE, invoice["id"]), held=held, needed=paid)
        if paid:
            about = (ObjectKind.INVOICE, invoice["id"])
            yield happening(change, "invoice_payment.paid", link, about, held=held)
        yield from _of_payment(purchase, change, held)

    def _session(self, purchase: Purchase, change: Change) -> Object:
        """Build the session. No event of it reports a later capture, so it stays unpaid."""
        at_once = purchase.way is Way.CHECKOUT and change.value == "paid"
        status = "paid" if at_once else "unpaid"
        told = variant("checkout.session.guest") | carried(
            purchase, self.references, pricing_tables=self.pricing_tables
        )
        told |= {"id": f"cs_{purchase.id}", "payment_intent": f"pi_{purchase.id}", "payment_status": status}
        return told | {"metadata": metadata(purchase), "amount_total": purchase.total}


def _of_payment(purchase: Purchase, change: Change, held: tuple[Object, ...]) -> Iterator[Happening]:
    payment, (_, type_) = f"pi_{purchase.id}", _INTENTS[change.value]
    (told,) = (each for each in held if each["id"] == payment)
    if type_ is not None:
        about, paid = (ObjectKind.PAYMENT, payment), change.value == "paid"
        yield happening(change, type_, told, about, held=held, needed=paid)


def _payment(purchase: Purchase, change: Change) -> tuple[Object, ...]:
    """Return the payment intent, and its charge once there is one."""
    status, _ = _INTENTS[change.value]
    failed = change.value == "failed"
    told = event("payment_intent.payment_failed")["data"]["object"] if failed else variant("payment_intent.guest")
    told |= {"id": f"pi_{purchase.id}", "customer": purchase.account, "metadata": {}, "amount": purchase.total}
    told |= {"status": status, "latest_charge": None, "amount_received": 0}
    if change.value not in ("paid", "authorized", "expired"):
        return (told,)
    charge = _charge(purchase, change.value, 0)
    received = purchase.total if change.value == "paid" else 0
    return told | {"latest_charge": charge["id"], "amount_received": received}, charge


def _charge(purchase: Purchase, state: str, refunded: int) -> Object:
    """Build the charge. An expired authorization was released, and counts as refunded (Stripe API, Charge.captured)."""
    captured = state == "paid"
    refunded = purchase.total if state == "expired" else refunded
    told = variant("charge.guest") | {"id": f"ch_{purchase.id}", "customer": purchase.account}
    told |= {"payment_intent": f"pi_{purchase.id}", "amount": purchase.total, "captured": captured}
    told |= {"amount_captured": purchase.total if captured else 0}
    told |= {"amount_refunded": refunded, "refunded": refunded == purchase.total}
    return told | {"disputed": bool(purchase.disputes)}


def _invoice(purchase: Purchase, status: str) -> Object:
    told = copy.deepcopy(variant("invoice.without_parent"))
    told |= {"id": f"in_{purchase.id}", "customer": purchase.account, "status": status, "metadata": metadata(purchase)}
    told |= {"created": unix(purchase.created), "total": purchase.total, "amount_due": purchase.total}
    told |= {"amount_paid": purchase.total if status == "paid" else 0}
    quote = {"quote": f"qt_{purchase.id}"}
    return told | {"parent": {"type": "quote_details", "quote_details": quote, "subscription_details": None}}
