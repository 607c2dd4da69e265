"""The cost of a quantity at a price (Stripe API, "Prices")."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.refusal import Refusal

OPTIONS = "price.currency_options"
"""A price's amounts in other currencies than its own, which it shows only if it is asked to."""


def options_of(account: Account, price: Document) -> Document:
    """Return the amounts of a price by currency. Its own currency comes first."""
    own = {
        "custom_unit_amount": price["custom_unit_amount"],
        "tax_behavior": price["tax_behavior"],
        "unit_amount": price["unit_amount"],
        "unit_amount_decimal": price["unit_amount_decimal"],
    }
    others = account.find(OPTIONS, price["id"])
    return {price["currency"]: own, **(others["currency_options"] if others is not None else {})}


def offer(account: Account, price: Document, currencies: Document) -> None:
    """The price in these currencies, too; each gives its `unit_amount`."""
    made = {
        currency: {
            "custom_unit_amount": None,
            "tax_behavior": price["tax_behavior"],
            "unit_amount": option["unit_amount"],
            "unit_amount_decimal": str(option["unit_amount"]),
        }
        for currency, option in currencies.items()
    }
    account.records.put(OPTIONS, {"id": price["id"], "currency_options": made})


def cost(account: Account, price: Document, quantity: int, currency: str) -> int:
    """In the minor unit of the currency. What is metered costs nothing, because nobody uses anything here.

    Raises:
        Refusal: it is not sold in that currency, or by tiers, which the sandbox does not price.
    """
    if (price["recurring"] or {}).get("usage_type") == "metered":
        return 0
    option = options_of(account, price).get(currency)
    if option is None:
        raise Refusal(f"The price specified only supports `{price['currency']}`.", param="currency")
    if option["unit_amount_decimal"] is None:
        raise Refusal("The sandbox does not bill tiers.", param="price")
    whole = Decimal(option["unit_amount_decimal"]) * _times(price["transform_quantity"], quantity)
    return int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _times(transform: Document | None, quantity: int) -> int:
    if transform is None:
        return quantity
    size = int(transform["divide_by"])
    return quantity // size if transform["round"] == "down" else -(-quantity // size)
