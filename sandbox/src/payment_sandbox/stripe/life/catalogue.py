"""New things to sell, and new words for them."""

from __future__ import annotations

from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import costs
from payment_sandbox.stripe.objects import price as prices
from payment_sandbox.stripe.objects import product as products
from payment_sandbox.stripe.refusal import Refusal


def create_product(account: Account, *, name: str, id: str | None = None, **further: Any) -> Document:  # noqa: A002  # Stripe's own name for it
    chosen = id or account.new_id("prod_")
    if account.find("product", chosen) is not None:
        raise Refusal("Product already exists.", param="id", code="resource_already_exists")
    made = products.product(chosen, name=name, description=None, default_price=None, at=account.now())
    return account.create({**made, **further}, "product.created")


def update_product(account: Account, id_: str, **changes: Any) -> Document:
    before = account.get("product", id_)
    return account.change(before, {**before, **changes, "updated": account.now()}, "product.updated")


def create_price(
    account: Account,
    *,
    currency: str,
    product: str,
    unit_amount: int | None = None,
    unit_amount_decimal: str | None = None,
    currency_options: Document | None = None,
    recurring: Document | None = None,
    nickname: str | None = None,
    **further: Any,
) -> Document:
    """A price has one amount, in whole minor units or as a decimal number of them, unless it is tiered."""
    if (unit_amount is None) is (unit_amount_decimal is None) and further.get("billing_scheme") != "tiered":
        raise Refusal("You must specify exactly one of unit_amount and unit_amount_decimal.", param="unit_amount")
    account.get("product", product, "product")
    interval = recurring["interval"] if recurring else None
    made = prices.price(
        account.new_id("price_"),
        product=product,
        amount=unit_amount or 0,
        interval=interval,
        nickname=nickname,
        at=account.now(),
    )
    repeats = {**made["recurring"], **(recurring or {})} if recurring else None
    exact = unit_amount_decimal if unit_amount is None else str(unit_amount)
    amounts = {"unit_amount": unit_amount, "unit_amount_decimal": exact}
    created = account.create(
        {**made, **amounts, "currency": currency, "recurring": repeats, **further}, "price.created"
    )
    if currency_options:
        costs.offer(account, created, currency_options)
    return created


def update_price(account: Account, id_: str, **changes: Any) -> Document:
    """What it costs never changes (Stripe API, "Update a price")."""
    before = account.get("price", id_)
    return account.change(before, {**before, **changes}, "price.updated")
