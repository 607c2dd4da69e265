"""One-off purchases at Stripe, by a checkout or a quote, with the charges and disputes of their payments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from equality.rows import Fields, content, from_seconds, money
from payment_sandbox.records import Document, Records

_OVER = frozenset({"won", "lost", "warning_closed", "prevented"})
_PAID = frozenset({"paid", "no_payment_required"})
_INVOICES = {"open": "pending", "paid": "paid", "void": "failed", "uncollectible": "failed"}
_PAYMENTS = {"succeeded": "paid", "canceled": "failed"}


def bought(records: Records, session: Document) -> Fields:
    """Return the purchase of a completed `session` of the mode `payment`. Its payment alone shows an authorization."""
    intent = records.get("payment_intent", session["payment_intent"]) if session["payment_intent"] else None
    by_payment = _PAYMENTS.get(intent["status"], "pending") if intent else "pending"
    money_ = _Money(records, session["payment_intent"], _charged(intent) or session["amount_total"])
    return {
        **_fields(session, money_, "paid" if session["payment_status"] in _PAID else by_payment),
        **_contents(records, session["currency"], _lines_of_session(records, session)),
        "raw_status": session["payment_status"],
    }


def quoted(records: Records, invoice: Document) -> Fields:
    """Return the purchase of a finalized `invoice` that a quote created."""
    amount = invoice["amount_paid"] if invoice["status"] == "paid" else invoice["amount_due"]
    return {
        **_fields(invoice, _Money(records, paid_with(records, invoice), amount), _INVOICES[invoice["status"]]),
        **_contents(records, invoice["currency"], _lines_of_invoice(records, invoice)),
        "raw_status": invoice["status"],
    }


def paid_with(records: Records, invoice: Document) -> str | None:
    """Return the payment intent of a paid invoice."""
    links = records.find("invoice_payment", "invoice", invoice["id"])
    return next((str(each["payment"]["payment_intent"]) for each in links if each["status"] == "paid"), None)


@dataclass(frozen=True, slots=True)
class _Money:
    """`paid` is the charged amount, or the amount that will be charged."""

    records: Records
    intent: str | None
    paid: int

    @property
    def charges(self) -> list[Document]:
        found = self.records.find("charge", "payment_intent", self.intent) if self.intent else []
        return [each for each in found if each["status"] == "succeeded" and each["captured"]]

    @property
    def disputes(self) -> list[Document]:
        return [each for charge in self.charges for each in self.records.find("dispute", "charge", charge["id"])]

    @property
    def refunded(self) -> int:
        """Return the refunded amount without uncaptured authorizations, which Stripe counts as refunded although they
        were never paid.
        """
        return sum(each["amount_refunded"] - (each["amount"] - each["amount_captured"]) for each in self.charges)

    @property
    def lost(self) -> int:
        return sum(each["amount"] for each in self.disputes if each["status"] == "lost")

    @property
    def status(self) -> str:
        """Return the status of a purchase that was paid."""
        if self.lost and self.refunded + self.lost >= self.paid:
            return "charged_back"
        if self.refunded >= self.paid > 0:
            return "refunded"
        if any(each["status"] not in _OVER for each in self.disputes):
            return "disputed"
        return "partially_refunded" if self.refunded or self.lost else "paid"


def _fields(leading: Document, money_: _Money, status: str) -> Fields:
    returned = max(money_.refunded, min(money_.refunded + money_.lost, money_.paid))
    return {
        "account": leading["customer"],
        "status": money_.status if status == "paid" else status,
        "paid": money(money_.paid, leading["currency"]),
        "refunded": money(returned, leading["currency"]),
        "purchased_at": from_seconds(leading["created"]),
    }


def _contents(records: Records, currency: str, lines: Iterator[tuple[int, str, int]]) -> Fields:
    """Return the product and the items of lines that each hold a quantity, a price and an amount."""
    told, first = [], None
    for quantity, price_id, amount in lines:
        product = _the(records, "product", _the(records, "price", price_id)["product"])
        first = first or product
        told.append(content(quantity, price_id, product["id"], product["name"], money(amount, currency)))
    return {
        "product": first["id"] if first else None,
        "product_name": first["name"] if first else None,
        "items": "; ".join(told),
    }


def _lines_of_session(records: Records, session: Document) -> Iterator[tuple[int, str, int]]:
    for line in _the(records, "checkout.order", session["id"])["line_items"]:
        yield line["quantity"], line["price"]["id"], line["amount_subtotal"]


def _lines_of_invoice(_: Records, invoice: Document) -> Iterator[tuple[int, str, int]]:
    for line in invoice["lines"]["data"]:
        yield line["quantity"], line["pricing"]["price_details"]["price"], line["amount"]


def _charged(intent: Document | None) -> int | None:
    return int(intent["amount_received"]) if intent is not None and intent["status"] == "succeeded" else None


def _the(records: Records, kind: str, id_: str) -> Document:
    found = records.get(kind, id_)
    if found is None:
        raise LookupError(f"the sandbox names a {kind} {id_} that it does not have")
    return found
