"""What a buyer can write into a checkout, and under whose e-mail address: it reaches nobody else's billing.

At Lemon Squeezy the customer follows the e-mail address that the buyer typed: a purchase under a stranger's address is
in the stranger's account.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.persistence.storage import SqlStorage
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from domain.claim import CustomerId
from fixtures.lemonsqueezy.payloads import changed, variant, wrap
from integration.http.api import token_of
from integration.http.served import Served, served

VICTIM, MALLORY = CustomerId("user_victim"), CustomerId("mallory")
LATER = "2026-11-10T10:00:00.000000Z"
REFERENCES = LemonSqueezyUnderTest().references
ADDRESS = "/v1/customers/me"
WORDS = {
    "an id": "mallory",
    "an id with the tag of another": f"mallory.{REFERENCES.make(VICTIM).rpartition('.')[2]}",
    "an id with no tag": "mallory.",
    "an id with half a tag": REFERENCES.make(MALLORY)[:-1],
    "an id with a tag in capitals": REFERENCES.make(MALLORY).upper(),
}


@pytest.fixture
async def shop(sql_storage: SqlStorage) -> AsyncIterator[Served]:
    made = served(LemonSqueezyUnderTest(), sql_storage)
    yield made
    await made.api.close()


async def delivered(shop: Served, event: dict[str, Any]) -> None:
    assert (await shop.deliver(json.dumps(event).encode())).status_code == 200


async def victim_subscribes(shop: Served, word: str | None) -> None:
    carried = {"user_id": word} if word else None
    await delivered(shop, wrap(variant("subscriptions.active"), "subscription_created", custom_data=carried))


async def mallory_buys_under_the_victims_address(shop: Served, word: str) -> None:
    order = changed("orders.paid", customer_id=7001, created_at=LATER, updated_at=LATER)
    await delivered(shop, wrap(order, "order_created", custom_data={"user_id": word}))


async def sees(shop: Served, customer: str) -> dict[str, Any]:
    token = token_of(customer, exp=int(shop.played.now.timestamp()) + 3600)
    shown: dict[str, Any] = (await shop.api.get(f"{ADDRESS}/billing", credential=token)).json()
    shown["accounts"] = (await shop.api.get(ADDRESS, credential=token)).json()["accounts"]
    opened = await shop.api.call("POST", f"{ADDRESS}/portal-sessions", credential=token, json={})
    shown["portal"] = opened.json().get("kind", opened.status_code)
    return shown


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("what", WORDS)
async def test_an_unsigned_word_links_no_account_and_opens_no_portal(shop: Served, what: str, *, linked: bool) -> None:
    await victim_subscribes(shop, REFERENCES.make(VICTIM) if linked else None)
    await mallory_buys_under_the_victims_address(shop, WORDS[what])
    got = await sees(shop, "mallory")
    assert (got["accounts"], got["subscriptions"]) == ([], [])
    assert got["portal"] in ("portal_login", 409)


async def test_even_a_reference_of_ones_own_takes_no_account_that_is_linked(shop: Served) -> None:
    await victim_subscribes(shop, REFERENCES.make(VICTIM))
    await mallory_buys_under_the_victims_address(shop, REFERENCES.make(MALLORY))
    got = await sees(shop, "mallory")
    assert (got["accounts"], got["subscriptions"]) == ([], [])
    assert got["portal"] != "portal"
    assert [each["id"] for each in (await sees(shop, VICTIM))["subscriptions"]] == ["501"]


async def test_a_forged_word_in_the_victims_name_gives_away_nothing_of_the_victim(shop: Served) -> None:
    await victim_subscribes(shop, REFERENCES.make(VICTIM))
    order = changed("orders.paid", customer_id=7002, created_at=LATER, updated_at=LATER)
    await delivered(shop, wrap(order, "order_created", custom_data={"user_id": VICTIM}))
    assert [account["provider_customer_id"] for account in (await sees(shop, VICTIM))["accounts"]] == ["7001"]
    assert (await sees(shop, "mallory"))["subscriptions"] == []
