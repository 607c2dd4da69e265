"""How amounts, days, prices and states are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import lines, schedules
from payment_sandbox.stripe.objects.subscription import first_item

_BADGES = {
    "trialing": ("Trial", "good"),
    "active": ("Active", "good"),
    "past_due": ("Past due", "bad"),
    "unpaid": ("Unpaid", "bad"),
    "paused": ("Paused", "wait"),
    "incomplete": ("Incomplete", "wait"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A subscription in words. `next_`: what will happen, and when."""

    id: str
    name: str
    price: str
    badge: str
    tone: str
    next_: str


def amount(cents: int, currency: str) -> str:
    """`cents`: in the currency's minor unit; everything that is sold here has two decimals."""
    sign, symbol = "-" if cents < 0 else "", "$" if currency == "usd" else f"{currency.upper()} "
    return f"{sign}{symbol}{abs(cents) / 100:,.2f}"


def day(moment: int) -> str:
    """As in 1 December 2026, in UTC."""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.day} {at:%B %Y}"


def price(told: Document, quantity: int = 1) -> str:
    """As in `$9.00 per month`."""
    said = amount(told["unit_amount"] * quantity, told["currency"])
    return f"{said} per {told['recurring']['interval']}" if told["recurring"] else said


def subscription(account: Account, told: Document) -> Shown:
    item = first_item(told)
    badge, tone = _BADGES.get(told["status"], (told["status"], "wait"))
    if told["cancel_at"] is not None:
        badge, tone = "Cancels soon", "wait"
    return Shown(
        id=told["id"],
        name=lines.name_of(account, item["price"]),
        price=price(item["price"], item["quantity"]),
        badge=badge,
        tone=tone,
        next_=_next(account, told),
    )


def card(method: Document | None) -> str:
    if method is None:
        return "No payment method"
    told = method["card"]
    return f"{told['brand'].title()} ending in {told['last4']}, expires {told['exp_month']:02}/{told['exp_year']}"


def _next(account: Account, told: Document) -> str:
    item = first_item(told)
    ends, costs = day(item["current_period_end"]), price(item["price"], item["quantity"])
    if told["cancel_at"] is not None:
        return f"Your plan is canceled and available until {day(told['cancel_at'])}."
    change = _planned(account, told)
    if change:
        return change
    if told["pause_collection"] is not None:
        return "Payments are paused."
    said = {
        "trialing": f"Your trial ends on {ends}. After that, you'll pay {costs}.",
        "past_due": "Your last payment failed. Update your payment method to keep your plan.",
        "unpaid": "Your last payment failed and won't be retried. Update your payment method.",
        "paused": "Your subscription is paused. You won't be charged.",
    }
    return said.get(told["status"], f"Your plan renews on {ends}.")


def _planned(account: Account, told: Document) -> str:
    schedule = account.find("subscription_schedule", told["schedule"]) if told["schedule"] else None
    following = schedules.next_phase(schedule) if schedule else None
    if following is None:
        return ""
    then = account.get("price", following["items"][0]["price"])
    return f"Your plan changes to {lines.name_of(account, then)} ({price(then)}) on {day(following['start_date'])}."
