"""The store, and whose it is."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.money import CURRENCY
from payment_sandbox.records import Document


def user(name: str, email: str) -> Document:
    return {
        "name": name,
        "email": email,
        "color": "#898FA9",
        "avatar_url": "https://www.gravatar.com/avatar/00000000000000000000000000000000?d=blank",
        "has_custom_avatar": False,
    }


def store(name: str, slug: str, address: str) -> Document:
    """`address`: where customers find it."""
    return {
        "name": name,
        "slug": slug,
        "domain": address.split("://", 1)[-1],
        "url": address,
        "avatar_url": f"{address}/avatar.png",
        "plan": "fresh",
        "country": "PT",
        "country_nicename": "Portugal",
        "currency": CURRENCY,
        "total_sales": 0,
        "total_revenue": 0,
        "thirty_day_sales": 0,
        "thirty_day_revenue": 0,
    }
