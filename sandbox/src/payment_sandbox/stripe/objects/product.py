"""Products."""

from __future__ import annotations

from payment_sandbox.records import Document


def product(id_: str, *, name: str, description: str | None, default_price: str | None, at: int) -> Document:
    return {
        "id": id_,
        "object": "product",
        "active": True,
        "created": at,
        "default_price": default_price,
        "description": description,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "name": name,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": "txcd_10103000",
        "tax_details": None,
        "type": "service",
        "unit_label": None,
        "updated": at,
        "url": None,
    }
