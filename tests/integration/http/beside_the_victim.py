"""A shop at Lemon Squeezy with two customers, one of whom buys under the other's e-mail address.

Lemon Squeezy's customer follows that address, so such a purchase is in the other's account.
"""

from __future__ import annotations

import json
from typing import Any

from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from domain.customer import CustomerId
from fixtures.lemonsqueezy.payloads import changed, variant, wrap
from integration.http.api import token_of
from integration.http.served import Served

VICTIM, MALLORY = CustomerId("user_victim"), CustomerId("mallory")
LATER = "2026-11-10T10:00:00.000000Z"
REFERENCES = LemonSqueezyUnderTest().references
ADDRESS = "/v1/customers/me"
VICTIMS_ACCOUNT, VICTIMS_SUBSCRIPTION = "7001", "501"


async def delivered(shop: Served, event: dict[str, Any]) -> None:
    assert (await shop.deliver(json.dumps(event).encode())).status_code == 200


async def victim_subscribes(shop: Served, word: str | None) -> None:
    carried = {"user_id": word} if word else None
    await delivered(shop, wrap(variant("subscriptions.active"), "subscription_created", custom_data=carried))


async def mallory_buys_under_the_victims_address(shop: Served, word: str, at: str = LATER) -> None:
    order = changed("orders.paid", customer_id=int(VICTIMS_ACCOUNT), created_at=at, updated_at=at)
    await delivered(shop, wrap(order, "order_created", custom_data={"user_id": word}))


async def sees(shop: Served, customer: str) -> dict[str, Any]:
    token = token_of(customer, exp=int(shop.played.now.timestamp()) + 3600)
    shown: dict[str, Any] = (await shop.api.get(f"{ADDRESS}/billing", credential=token)).json()
    shown["accounts"] = (await shop.api.get(ADDRESS, credential=token)).json()["accounts"]
    opened = await shop.api.call("POST", f"{ADDRESS}/portal-sessions", credential=token, json={})
    shown["portal"] = opened.json().get("kind", opened.status_code)
    return shown
