"""The lines of an invoice."""

from __future__ import annotations

from payment_sandbox.records import Document


def of_subscription(
    id_: str,
    *,
    invoice: str,
    subscription: Document,
    item: Document,
    amount: int,
    description: str,
    period: tuple[int, int],
    proration: bool = False,
) -> Document:
    """A period of an item of a subscription, or with `proration` the part of one that was not used or is added."""
    parent = {
        "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": None,
            "proration": proration,
            "proration_details": {"credited_items": None},
            "subscription": subscription["id"],
            "subscription_item": item["id"],
        },
        "type": "subscription_item_details",
    }
    line = _line(
        id_,
        invoice,
        item["price"],
        currency=subscription["currency"],
        amount=amount,
        quantity=item["quantity"],
        description=description,
        period=period,
    )
    return {**line, "metadata": subscription["metadata"], "parent": parent}


def of_purchase(
    id_: str,
    *,
    invoice: str,
    price: Document,
    quantity: int,
    amount: int,
    currency: str,
    description: str,
    item: str,
    at: int,
) -> Document:
    """Something bought once. `item`: the id of the invoice item."""
    parent = {
        "invoice_item_details": {
            "invoice_item": item,
            "proration": False,
            "proration_details": {"credited_items": None},
            "subscription": None,
        },
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }
    line = _line(
        id_,
        invoice,
        price,
        currency=currency,
        amount=amount,
        quantity=quantity,
        description=description,
        period=(at, at),
    )
    return {**line, "parent": parent}


def _line(
    id_: str,
    invoice: str,
    price: Document,
    *,
    currency: str,
    amount: int,
    quantity: int,
    description: str,
    period: tuple[int, int],
) -> Document:
    return {
        "id": id_,
        "object": "line_item",
        "amount": amount,
        "currency": currency,
        "description": description,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice,
        "livemode": False,
        "metadata": {},
        "period": {"end": period[1], "start": period[0]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "subscription": None,
        "subtotal": amount,
        "taxes": [],
    }
