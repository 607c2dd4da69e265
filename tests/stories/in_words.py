"""Expected and actual cards of the Billing page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from playwright.async_api import Page

from stories.catalogue import CATALOGUE, GRACE
from stories.holding import Bought, Holding, Standing
from stories.vendor import Vendor

_STATUS: Mapping[Standing, str] = {
    "active": "Active",
    "ending": "Cancelled",
    "past_due": "Payment overdue",
    "ended": "Ended",
}
_CARDS = """cards => cards.map(card => ({
    name: card.querySelector("h3").textContent,
    status: card.querySelector(".status").textContent,
    price: card.querySelector(".price span")?.textContent ?? "",
    via: card.querySelector(".price small")?.textContent ?? "",
    sentences: [...card.querySelectorAll(":scope > p:not(.price)")].map(each => each.textContent),
}))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A card of the page."""

    name: str
    status: str
    price: str
    sentences: tuple[str, ...]


async def said(page: Page, vendor: Vendor) -> list[Said]:
    """Return the cards from top to bottom; with two providers, only those of this one."""
    cards = await page.locator("article[data-said]").evaluate_all(_CARDS)
    via = ("", f"via {vendor.called}")
    return [Said(**{**card, "sentences": tuple(card["sentences"])}) for card in cards if card.pop("via") in via]


def in_words(holding: Holding, vendor: Vendor) -> Said:
    """Return the expected card in English, as for a browser in the United States."""
    if isinstance(holding, Bought):
        text = f"Purchased on {_day(holding.day)}. There's nothing to renew."
        price = CATALOGUE[holding.offer].price
        return Said(name=vendor.names[holding.offer], status="Paid", price=price, sentences=(text,))
    day = _day(holding.day)
    next_: Mapping[Standing, str] = {
        "active": f"Renews on {day}.",
        "ending": f"Active until {day}. You won't be charged after that.",
        "past_due": "Your last payment failed. "
        f"Update your payment method by {_day(holding.day + GRACE)} to keep your subscription.",
        "ended": f"Ended on {day}.",
    }
    sentences = (next_[holding.standing], *(_planned(holding.next_plan, day, vendor) if holding.next_plan else ()))
    return Said(
        name=vendor.names[holding.plan],
        status=_STATUS[holding.standing],
        price=CATALOGUE[holding.plan].price,
        sentences=sentences,
    )


def _planned(plan: str, day: str, vendor: Vendor) -> tuple[str, ...]:
    return (
        f"Your plan changes on {day}. Until then, you keep your current plan.",
        f"After that, you'll have {vendor.names[plan]} ({CATALOGUE[plan].price}).",
        "Your subscription can't be changed or cancelled here before then. Contact support for help.",
    )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
