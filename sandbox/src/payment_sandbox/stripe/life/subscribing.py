"""A subscription begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import collection, invoices, lines, trial_warning
from payment_sandbox.stripe.life.periods import period_end
from payment_sandbox.stripe.objects import subscription as objects

_DAY = 86_400
_TAKEN_OVER = ("description", "trial_settings")


def subscribe(
    account: Account,
    owner: Document,
    line_items: Sequence[Document],
    method: Document,
    data: Mapping[str, Any],
) -> Document:
    """`data`: Stripe's `subscription_data`. First incomplete, and active as soon as its first invoice is paid."""
    now, days = account.now(), data.get("trial_period_days")
    trial_end = data.get("trial_end") or (now + days * _DAY if days else None)
    id_, invoice = account.new_id("sub_"), account.new_id("in_")
    made = objects.subscription(
        id_,
        customer=owner["id"],
        items=[_item(account, id_, each, now, trial_end) for each in line_items if each["price"]["recurring"]],
        payment_method=method["id"],
        metadata=data.get("metadata") or {},
        trial_end=trial_end,
        currency=line_items[0]["currency"],
        at=now,
    )
    made |= {key: data[key] for key in _TAKEN_OVER if key in data}
    account.create({**made, "latest_invoice": invoice}, "customer.subscription.created")
    once = [each for each in line_items if each["price"]["recurring"] is None]
    _first_invoice(account, invoice, made, [lines.of_purchase(account, invoice, each) for each in once])
    if trial_end is not None:
        trial_warning.plan(account, made)
    return account.get("subscription", id_)


def _item(account: Account, subscription: str, line: Document, now: int, trial_end: int | None) -> Document:
    end = period_end(now, line["price"], now) if trial_end is None else trial_end
    return objects.item(
        account.new_id("si_"),
        subscription=subscription,
        price=line["price"],
        quantity=line["quantity"],
        start=now,
        end=end,
        at=now,
    )


def _first_invoice(account: Account, invoice: str, subscription: Document, once: list[Document]) -> None:
    now = account.now()
    line_of = lines.of_period if subscription["trial_end"] is None else lines.of_trial
    invoices.draft(
        account,
        invoice,
        customer=account.get("customer", subscription["customer"]),
        subscription=subscription,
        lines=[*line_of(account, invoice, subscription), *once],
        currency=subscription["currency"],
        reason="subscription_create",
        period=(now, now),
    )
    invoices.finalize(account, invoice)
    collection.collect(account, invoice, present=True)
