"""Another plan, from now on; schedules.py has those that wait for the period's end."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import collection, invoices, lines
from payment_sandbox.stripe.life.periods import period_end
from payment_sandbox.stripe.objects.price import plan_of
from payment_sandbox.stripe.objects.subscription import first_item, in_period, with_item
from payment_sandbox.stripe.refusal import Refusal


def change_now(
    account: Account,
    id_: str,
    price_id: str,
    *,
    quantity: int | None = None,
    proration: str = "create_prorations",
    ends_trial: bool = False,
    present: bool = False,
) -> Document:
    """`proration`: Stripe's `proration_behavior`.

    Another interval begins a new period and is invoiced at once, as is a trial that ends with the change
    (Stripe documentation, "Prorations").
    """
    before = account.get("subscription", id_)
    after, owed = _planned(account, before, price_id, quantity=quantity, proration=proration, ends_trial=ends_trial)
    if not owed:
        return account.change(before, after, "customer.subscription.updated")
    if not _begins_anew(before, after) and proration != "always_invoice":
        lines.keep(account, id_, owed)
        return account.change(before, after, "customer.subscription.updated")
    invoice = account.new_id("in_")
    after = account.change(before, {**after, "latest_invoice": invoice}, "customer.subscription.updated")
    bill(
        account, invoice, after, [{**line, "invoice": invoice} for line in owed], "subscription_update", present=present
    )
    return account.get("subscription", id_)


def due_today(account: Account, id_: str, price_id: str, *, proration: str, ends_trial: bool) -> int:
    """What such a change would have the customer pay at once, in the currency's minor unit; below zero is a credit."""
    before = account.get("subscription", id_)
    after, owed = _planned(account, before, price_id, quantity=None, proration=proration, ends_trial=ends_trial)
    at_once = proration == "always_invoice" or _begins_anew(before, after)
    return sum(line["amount"] for line in owed) if at_once else 0


def bill(
    account: Account, invoice: str, subscription: Document, owed: list[Document], reason: str, *, present: bool
) -> Document:
    """An invoice that is finalized and collected at once."""
    item = first_item(subscription)
    invoices.draft(
        account,
        invoice,
        customer=account.get("customer", subscription["customer"]),
        subscription=subscription,
        lines=owed,
        currency=subscription["currency"],
        reason=reason,
        period=(item["current_period_start"], account.now()),
    )
    invoices.finalize(account, invoice)
    return collection.collect(account, invoice, present=present)


def _with_item(subscription: Document, price: Document, quantity: int | None) -> Document:
    number = first_item(subscription)["quantity"] if quantity is None else quantity
    return with_item(subscription, plan=plan_of(price), price=price, quantity=number)


def _from_now(account: Account, subscription: Document) -> Document:
    now = account.now()
    end = period_end(now, first_item(subscription)["price"], now)
    moved = in_period(subscription, now, end)
    trial = {"status": "active", "trial_end": now} if subscription["status"] == "trialing" else {}
    return {**moved, "billing_cycle_anchor": now, **trial}


def _planned(
    account: Account, before: Document, price_id: str, *, quantity: int | None, proration: str, ends_trial: bool
) -> tuple[Document, list[Document]]:
    """The subscription as it will be, and what is to be invoiced for that."""
    price = account.get("price", price_id, "items[0][price]")
    if price["recurring"] is None:
        raise Refusal("The price specified is set to `type=one_time`.", param="items[0][price]")
    after = _with_item(before, price, quantity)
    if before["status"] == "trialing" and not ends_trial:
        return after, []
    if len(after["items"]["data"]) > 1 and _interval(before) != _interval(after):
        raise Refusal("All items of a subscription have the same interval.", param="items[0][price]")
    if before["status"] == "trialing" or _interval(before) != _interval(after):
        after = _from_now(account, after)
    return after, _lines(account, before, after, proration)


def _begins_anew(before: Document, after: Document) -> bool:
    """A new period, from now on: after another interval was chosen, or a trial was cut short."""
    return _interval(before) != _interval(after) or bool(before["status"] != after["status"])


def _lines(account: Account, before: Document, after: Document, proration: str) -> list[Document]:
    """Without the id of their invoice, which there may never be."""
    was_billed = before["status"] != "trialing"
    given_back = [lines.unused(account, "", before)] if was_billed and proration != "none" else []
    if _begins_anew(before, after):
        return [*given_back, *lines.of_period(account, "", after)]
    return [*given_back, lines.remaining(account, "", before, after)] if given_back else []


def _interval(subscription: Document) -> tuple[str, int]:
    recurring = first_item(subscription)["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]
