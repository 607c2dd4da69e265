"""What was bought once at Stripe: a checkout session, and the charges and disputes of its payment."""

from __future__ import annotations

from entrypoints.sandbox.records import Document, Records
from equality.rows import Fields, from_seconds, money

_WON = frozenset({"won", "warning_closed", "prevented"})
_PAID = frozenset({"paid", "no_payment_required"})


def purchase(records: Records, session: Document) -> Fields:
    """`session`: a completed one of the mode `payment`."""
    intent = session["payment_intent"]
    charges = records.find("charge", "payment_intent", intent) if intent else []
    paid_with = [each for each in charges if each["status"] == "succeeded"]
    refunded = sum(each["amount_refunded"] for each in paid_with)
    disputes = {each["status"] for charge in paid_with for each in records.find("dispute", "charge", charge["id"])}
    line = _line(records, session)
    return {
        "account": session["customer"],
        "status": _status(session, refunded, disputes),
        "raw_status": session["payment_status"],
        "product": line["price"]["product"],
        "product_name": line["description"],
        "paid": money(session["amount_total"], session["currency"]),
        "refunded": money(refunded, session["currency"]),
        "purchased_at": from_seconds(session["created"]),
    }


def _status(session: Document, refunded: int, disputes: set[str]) -> str:
    if session["payment_status"] not in _PAID:
        return "pending"
    if "lost" in disputes:
        return "charged_back"
    if refunded >= session["amount_total"] > 0:
        return "refunded"
    if disputes - _WON:
        return "disputed"
    return "partially_refunded" if refunded else "paid"


def _line(records: Records, session: Document) -> Document:
    order = records.get("checkout.order", session["id"])
    if order is None:
        raise LookupError(f"the sandbox has a session {session['id']} of nothing")
    line: Document = order["line_items"][0]
    return line
