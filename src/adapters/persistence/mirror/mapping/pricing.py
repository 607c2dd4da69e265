"""Conversion of pricings to JSON and back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.catalogue.pricing import Pricing, Scheme

_AS_THEY_ARE = ("currency", "exponent", "package_size", "rounds_down")


def to_json(pricing: Pricing) -> dict[str, Any]:
    return {
        **{name: getattr(pricing, name) for name in _AS_THEY_ARE},
        "scheme": pricing.scheme.value,
        "amount": str(pricing.amount) if pricing.amount is not None else None,
    }


def from_json(told: dict[str, Any]) -> Pricing:
    return Pricing(
        scheme=Scheme(told["scheme"]),
        amount=Decimal(told["amount"]) if told["amount"] is not None else None,
        **{name: told[name] for name in _AS_THEY_ARE},
    )
