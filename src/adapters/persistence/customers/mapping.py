"""Customers as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping.row import Row
from domain.customer import Customer, HomePin, stored_customer_id
from domain.provider import ProviderName


def to_row(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id,
        "registered_at": customer.registered_at,
        "email": customer.email,
        "name": customer.name,
        "pinned_provider": customer.pin.provider if customer.pin else None,
        "pinned_at": customer.pin.at if customer.pin else None,
    }


def from_row(row: Row) -> Customer:
    pinned = row["pinned_provider"]
    return Customer(
        id=stored_customer_id(row["id"]),
        registered_at=row["registered_at"],
        email=row["email"],
        name=row["name"],
        pin=HomePin(provider=ProviderName(pinned), at=row["pinned_at"]) if pinned is not None else None,
    )
