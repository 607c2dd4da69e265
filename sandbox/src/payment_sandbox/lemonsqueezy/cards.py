"""The cards that can be paid with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`pays`: at once, in a checkout; `renews`: by itself, later on."""

    id: str
    brand: str
    last_four: str
    label: str
    pays: bool
    renews: bool


WORKING = Card(id="works", brand="visa", last_four="4242", label="Card that works", pays=True, renews=True)
OTHER = Card(id="works_too", brand="mastercard", last_four="4444", label="Another valid card", pays=True, renews=True)
FAILING = Card(
    id="fails_at_renewal",
    brand="visa",
    last_four="0341",
    label="Card that is declined at renewal",
    pays=True,
    renews=False,
)
DECLINED = Card(id="declined", brand="visa", last_four="0002", label="Card that is declined", pays=False, renews=False)

CARDS: Mapping[str, Card] = {card.id: card for card in (WORKING, OTHER, FAILING, DECLINED)}
"""By their ids."""
