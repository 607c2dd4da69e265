"""Money goes back: of an order, of a payment of a subscription, and of the first payment, which is both."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.life import customers
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import written
from payment_sandbox.records import Document

_REFUNDABLE = frozenset({"paid", "partial_refund"})
_TELL = {"orders": "order_refunded", "subscription-invoices": "subscription_payment_refunded"}


def refund(shop: Shop, payment: Document, cents: int | None) -> None:
    """`payment`: an order or a subscription invoice; `cents`: None for all that is left.

    Raises:
        Refusal: nothing is left, or less than that.
    """
    told = payment["attributes"]
    left = told["total"] - told["refunded_amount"]
    if told["status"] not in _REFUNDABLE or left <= 0:
        raise Refusal("This payment has nothing left to be refunded.", "/data/attributes/status")
    amount = left if cents is None else cents
    if not 0 < amount <= left:
        raise Refusal(f"The amount must be between 1 and {left}.", "/data/attributes/amount")
    other = _same_payment(shop, payment)
    for each in [payment, *([other] if other is not None else [])]:
        _give_back(shop, each, amount)
    customers.earn(shop, told["customer_id"], -amount)


def _give_back(shop: Shop, payment: Document, amount: int) -> None:
    told = payment["attributes"]
    refunded = told["refunded_amount"] + amount
    whole = refunded == told["total"]
    told |= {
        "refunded_amount": refunded,
        "refunded": whole,
        "refunded_at": written(shop.clock.now()),
        "status": "refunded" if whole else "partial_refund",
    }
    shop.resources.save(payment)
    shop.events.tell(_TELL[payment["type"]], payment)


def _same_payment(shop: Shop, payment: Document) -> Document | None:
    """The order of a first invoice, or the other way round."""
    order, invoice = payment["private"].get("order_id"), payment["private"].get("invoice_id")
    if order is not None:
        return shop.resources.the("orders", order)
    return shop.resources.the("subscription-invoices", invoice) if invoice is not None else None
