"""Discounts as JSON."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from domain.catalogue.discount import Discount, Duration
from domain.money import Money


def to_json(discount: Discount) -> dict[str, Any]:
    return {
        "duration": discount.duration.value,
        "percent_off": str(discount.percent_off) if discount.percent_off is not None else None,
        "amounts_off": [[money.amount, money.currency, money.exponent] for money in discount.amounts_off],
        "ends_at": discount.ends_at.isoformat() if discount.ends_at is not None else None,
        "product_ids": list(discount.product_ids),
    }


def from_json(told: dict[str, Any]) -> Discount:
    percent, ends = told["percent_off"], told["ends_at"]
    return Discount(
        duration=Duration(told["duration"]),
        percent_off=Decimal(percent) if percent is not None else None,
        amounts_off=tuple(
            Money(amount=amount, currency=currency, exponent=exponent)
            for amount, currency, exponent in told["amounts_off"]
        ),
        ends_at=datetime.fromisoformat(ends) if ends is not None else None,
        product_ids=tuple(told["product_ids"]),
    )
