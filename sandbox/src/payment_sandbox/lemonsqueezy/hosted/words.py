"""What the pages say of objects, in words."""

from __future__ import annotations

from dataclasses import dataclass

from payment_sandbox.lemonsqueezy.life.period import item_of, price_of
from payment_sandbox.lemonsqueezy.money import formatted
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read
from payment_sandbox.records import Document

_COLOURS = {"active": "good", "on_trial": "good", "past_due": "bad", "unpaid": "bad", "expired": ""}
_CHANGEABLE = frozenset({"on_trial", "active", "past_due"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """One subscription, as its owner sees it. The last four: what can be done with it now."""

    id: str
    plan: str
    price: str
    status: str
    colour: str
    next: str
    card: str
    can_change: bool
    can_pause: bool
    is_paused: bool
    is_cancelled: bool
    is_over: bool


def subscribed(shop: Shop, document: Document) -> Subscribed:
    told = shop.rendering(document)["attributes"]
    status = told["status"]
    return Subscribed(
        id=document["id"],
        plan=plan(told["product_name"], told["variant_name"]),
        price=cost(price_of(shop, document), item_of(shop, document)["attributes"]["quantity"]),
        status=told["status_formatted"],
        colour=_COLOURS.get(status, "wait"),
        next=_next(told),
        card=f"{(told['card_brand'] or 'Card').title()} ending in {told['card_last_four']}",
        can_change=status in _CHANGEABLE,
        can_pause=status in _CHANGEABLE,
        is_paused=status == "paused",
        is_cancelled=status == "cancelled",
        is_over=status == "expired",
    )


def plan(product_name: str, variant_name: str) -> str:
    """`Pro (Monthly)`; a product that has but one variant is called by its own name."""
    return product_name if variant_name == "Default" else f"{product_name} ({variant_name})"


def cost(price: Document, quantity: int = 1) -> str:
    """`$19.00 a month`"""
    told = price["attributes"]
    amount = formatted(told["unit_price"] * quantity)
    if told["renewal_interval_unit"] is None:
        return amount
    count = told["renewal_interval_quantity"]
    return (
        f"{amount} a {told['renewal_interval_unit']}"
        if count == 1
        else f"{amount} every {count} {told['renewal_interval_unit']}s"
    )


def trial(price: Document) -> str | None:
    """`14 days free`, if it can be tried."""
    told = price["attributes"]
    if told["trial_interval_unit"] is None:
        return None
    count = told["trial_interval_quantity"]
    return f"{count} {told['trial_interval_unit']}{'' if count == 1 else 's'} free"


def day(text: str) -> str:
    """`December 1, 2026`"""
    moment = read(text)
    return f"{moment:%B} {moment.day}, {moment.year}"


def _next(told: Document) -> str:
    match told["status"]:
        case "on_trial":
            return f"Your trial ends on {day(told['trial_ends_at'])}."
        case "active":
            return f"Renews on {day(told['renews_at'])}."
        case "past_due":
            return f"The last payment failed. It will be retried on {day(told['renews_at'])}."
        case "unpaid":
            return "The last payment failed. Update your payment method to continue."
        case "cancelled":
            return f"Cancelled. Active until {day(told['ends_at'])}."
        case "expired":
            return f"Ended on {day(told['ends_at'])}."
    until = told["pause"]["resumes_at"]
    return f"Paused until {day(until)}." if until is not None else "Paused until you resume it."
