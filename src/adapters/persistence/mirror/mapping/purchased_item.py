"""Items of one-off purchases as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from domain.money import Money
from domain.purchases.contents import PurchasedItem


def to_json(item: PurchasedItem) -> dict[str, Any]:
    return asdict(item)


def from_json(stored: dict[str, Any]) -> PurchasedItem:
    amount = stored["amount"]
    return PurchasedItem(**stored | {"amount": Money(**amount) if amount is not None else None})
