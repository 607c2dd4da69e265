"""What is sold: products, their variants (which are the plans of a subscription) and prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from payment_sandbox.lemonsqueezy.money import formatted
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.records import Document


class Interval(TypedDict):
    """`unit`: day, week, month or year."""

    unit: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is asked for a variant. `interval`: None for what is bought once; `trial`: None for none."""

    name: str
    cents: int
    interval: Interval | None = None
    trial: Interval | None = None


def product(store: Document, name: str, slug: str, cents: int) -> Document:
    return {
        "store_id": number(store),
        "name": name,
        "slug": slug,
        "description": f"<p>{name}</p>",
        "status": "published",
        "status_formatted": "Published",
        "thumb_url": None,
        "large_thumb_url": None,
        "price": cents,
        "price_formatted": formatted(cents),
        "from_price": None,
        "from_price_formatted": None,
        "to_price": None,
        "to_price_formatted": None,
        "pay_what_you_want": False,
    }


def variant(product: Document, offer: Offer, slug: str, sort: int) -> Document:
    """`slug`: a UUID, which the address of its checkout ends with."""
    interval, trial = offer.interval, offer.trial
    return {
        "product_id": number(product),
        "name": offer.name,
        "slug": slug,
        "description": "",
        "links": [],
        "status": "published",
        "status_formatted": "Published",
        "sort": sort,
        "price": offer.cents,
        "is_subscription": interval is not None,
        "interval": interval["unit"] if interval else None,
        "interval_count": interval["quantity"] if interval else None,
        "has_free_trial": trial is not None,
        "trial_interval": trial["unit"] if trial else "day",
        "trial_interval_count": trial["quantity"] if trial else 30,
        "pay_what_you_want": False,
        "min_price": 0,
        "suggested_price": 0,
        "has_license_keys": False,
        "license_activation_limit": 5,
        "is_license_limit_unlimited": False,
        "license_length_value": 1,
        "license_length_unit": "years",
        "is_license_length_unlimited": False,
    }


def price(variant: Document, offer: Offer) -> Document:
    interval, trial = offer.interval, offer.trial
    return {
        "variant_id": number(variant),
        "category": "subscription" if interval else "one_time",
        "scheme": "standard",
        "usage_aggregation": None,
        "unit_price": offer.cents,
        "unit_price_decimal": None,
        "setup_fee_enabled": False,
        "setup_fee": None,
        "package_size": 1,
        "tiers": None,
        "renewal_interval_unit": interval["unit"] if interval else None,
        "renewal_interval_quantity": interval["quantity"] if interval else None,
        "trial_interval_unit": trial["unit"] if trial else None,
        "trial_interval_quantity": trial["quantity"] if trial else None,
        "min_price": None,
        "suggested_price": None,
        "tax_code": "eservice",
    }
