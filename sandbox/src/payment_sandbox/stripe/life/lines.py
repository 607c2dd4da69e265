"""What stands on a subscription's invoice."""

from __future__ import annotations

from datetime import UTC, datetime

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import costs, discounts
from payment_sandbox.stripe.objects import invoice_line
from payment_sandbox.stripe.objects.subscription import first_item

_PENDING = "pending_lines"
"""Prorations that wait for the next invoice, by subscription."""


def of_period(account: Account, invoice: str, subscription: Document) -> list[Document]:
    """The current period, whole, of everything that is subscribed to, with what discounts take off."""
    whole = [_whole(account, invoice, subscription, item) for item in subscription["items"]["data"]]
    return discounts.taken_off(account, subscription, whole)


def of_trial(account: Account, invoice: str, subscription: Document) -> list[Document]:
    """The same for nothing."""
    free = f"Trial period for {name_of(account, first_item(subscription)['price'])}"
    return [
        {**line, "amount": 0, "description": free, "discount_amounts": [], "subtotal": 0}
        for line in of_period(account, invoice, subscription)
    ]


def of_purchase(account: Account, invoice: str, line_item: Document) -> Document:
    """Something in a checkout that is paid once."""
    return invoice_line.of_purchase(
        account.new_id("il_"),
        invoice=invoice,
        price=line_item["price"],
        quantity=line_item["quantity"],
        amount=line_item["amount_total"],
        currency=line_item["currency"],
        description=line_item["description"],
        item=account.new_id("ii_"),
        at=account.now(),
    )


def unused(account: Account, invoice: str, subscription: Document) -> Document:
    """What is given back for the rest of the current period."""
    return _rest(account, invoice, subscription, first_item(subscription), sign=-1)


def remaining(account: Account, invoice: str, before: Document, after: Document) -> Document:
    """What the rest of the period costs after a change of plan."""
    item = {**first_item(before), "price": first_item(after)["price"], "quantity": first_item(after)["quantity"]}
    return _rest(account, invoice, after, item, sign=1)


def keep(account: Account, subscription: str, lines: list[Document]) -> None:
    """Until the next invoice."""
    account.records.put(_PENDING, {"id": subscription, "lines": [*_kept(account, subscription), *lines]})


def take_kept(account: Account, invoice: str, subscription: str) -> list[Document]:
    """What has been kept, now on this invoice."""
    kept = _kept(account, subscription)
    account.records.delete(_PENDING, subscription)
    return [{**line, "invoice": invoice} for line in kept]


def name_of(account: Account, price: Document) -> str:
    """The product's name."""
    return str(account.get("product", price["product"])["name"])


def _kept(account: Account, subscription: str) -> list[Document]:
    found = account.find(_PENDING, subscription)
    return found["lines"] if found else []


def _whole(account: Account, invoice: str, subscription: Document, item: Document) -> Document:
    price = item["price"]
    return invoice_line.of_subscription(
        account.new_id("il_"),
        invoice=invoice,
        subscription=subscription,
        item=item,
        amount=costs.cost(account, price, item["quantity"], subscription["currency"]),
        description=f"{item['quantity']} x {name_of(account, price)} (at {_each(price)})",
        period=(item["current_period_start"], item["current_period_end"]),
    )


def _each(price: Document) -> str:
    amount, interval = price["unit_amount"], price["recurring"]["interval"]
    return f"${amount / 100:.2f} / {interval}" if amount is not None else f"a price per {interval}"


def _rest(account: Account, invoice: str, subscription: Document, item: Document, *, sign: int) -> Document:
    now, start, end = account.now(), item["current_period_start"], item["current_period_end"]
    whole = costs.cost(account, item["price"], item["quantity"], subscription["currency"])
    words = "Unused time on" if sign < 0 else "Remaining time on"
    since = datetime.fromtimestamp(now, UTC)
    return invoice_line.of_subscription(
        account.new_id("il_"),
        invoice=invoice,
        subscription=subscription,
        item=item,
        amount=sign * round(whole * (end - now) / (end - start)),
        description=f"{words} {name_of(account, item['price'])} after {since:%d %b %Y}",
        period=(now, end),
        proration=True,
    )
