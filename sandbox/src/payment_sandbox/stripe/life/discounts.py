"""Coupons, and what they take off a subscription's invoices (Stripe API, "Coupons", "Discounts")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life.periods import months_later
from payment_sandbox.stripe.objects import discount as objects
from payment_sandbox.stripe.refusal import Refusal


def create_coupon(
    account: Account,
    *,
    duration: str = "once",
    id: str | None = None,  # noqa: A002  # Stripe's own name for it
    percent_off: float | None = None,
    amount_off: int | None = None,
    currency: str | None = None,
    duration_in_months: int | None = None,
) -> Document:
    if (percent_off is None) is (amount_off is None):
        raise Refusal("You must pass either `percent_off` or `amount_off`.", param="percent_off")
    if (amount_off is None) is not (currency is None):
        raise Refusal("You must pass `currency` when passing `amount_off`.", param="currency")
    if (duration == "repeating") is not (duration_in_months is not None):
        raise Refusal("You must pass `duration_in_months` for `repeating` coupons.", param="duration_in_months")
    made = objects.coupon(
        id or account.new_id("co_"),
        percent_off=percent_off,
        amount_off=amount_off,
        currency=currency,
        duration=duration,
        duration_in_months=duration_in_months,
        at=account.now(),
    )
    return account.create(made, "coupon.created")


def attach(account: Account, subscription: Document, wanted: Sequence[Mapping[str, Any]]) -> Document:
    """From its next invoice on, instead of those that it had."""
    made = [_discount(account, subscription, str(each["coupon"])) for each in wanted]
    after = {**subscription, "discounts": [each["id"] for each in made]}
    return account.change(subscription, after, "customer.subscription.updated")


def over(account: Account, subscription: Document, at: int) -> Document:
    """The subscription without the discounts that a period from then on does not have any more."""
    going_on = [id_ for id_ in subscription["discounts"] if not _is_over(account.get("discount", id_), at)]
    return {**subscription, "discounts": going_on}


def used(account: Account, subscription: Document) -> Document:
    """After an invoice: a discount for one invoice has done its work."""
    of_one = [id_ for id_ in subscription["discounts"] if _coupon(account, id_)["duration"] == "once"]
    left = [id_ for id_ in subscription["discounts"] if id_ not in of_one]
    if not of_one:
        return subscription
    return account.change(subscription, {**subscription, "discounts": left}, "customer.subscription.updated")


def taken_off(account: Account, subscription: Document, lines: Sequence[Document]) -> list[Document]:
    """The lines with what each discount takes off them, one after the other."""
    left, off = [line["amount"] for line in lines], [list(line["discount_amounts"]) for line in lines]
    for id_ in subscription["discounts"]:
        coupon = _coupon(account, id_)
        rest = coupon["amount_off"]
        for number, amount in enumerate(left):
            part = _share(amount, coupon["percent_off"]) if rest is None else min(amount, rest)
            rest = None if rest is None else rest - part
            left[number] -= part
            off[number].append({"amount": part, "discount": id_})
    return [{**line, "discount_amounts": amounts} for line, amounts in zip(lines, off, strict=True)]


def _discount(account: Account, subscription: Document, coupon_id: str) -> Document:
    coupon, now = account.get("coupon", coupon_id, "discounts[0][coupon]"), account.now()
    if coupon["currency"] not in (None, subscription["currency"]):
        raise Refusal("The coupon is in another currency than the subscription.", param="discounts[0][coupon]")
    months = coupon["duration_in_months"]
    made = objects.discount(
        account.new_id("di_"),
        coupon=coupon_id,
        subscription=subscription,
        end=months_later(now, months, now) if months is not None else None,
        at=now,
    )
    return account.create(made, "customer.discount.created")


def _coupon(account: Account, discount_id: str) -> Document:
    return account.get("coupon", account.get("discount", discount_id)["source"]["coupon"])


def _is_over(discount: Document, at: int) -> bool:
    return discount["end"] is not None and discount["end"] <= at


def _share(amount: int, percent: float) -> int:
    return int((amount * Decimal(str(percent)) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
