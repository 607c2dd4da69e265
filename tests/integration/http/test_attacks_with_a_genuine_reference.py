"""A reference that we signed says who buys, not whose account it is that the purchase arrives in.

Mallory is a customer like any other, so hers is genuine. She types the e-mail address of somebody else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from application.ports.persistence import Storage
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from fixtures.lemonsqueezy.payloads import RECENTLY, changed, variant, wrap
from integration.http.beside_the_victim import (
    MALLORY,
    REFERENCES,
    VICTIM,
    VICTIMS_ACCOUNT,
    VICTIMS_SUBSCRIPTION,
    delivered,
    mallory_buys_under_the_victims_address,
    sees,
    victim_subscribes,
)
from integration.http.served import Served, served

OWN_WORD = REFERENCES.make(MALLORY, at=RECENTLY)
FIRST_ORDER = variant("orders.of_subscription")
THE_SAME_MOMENT = variant("subscriptions.active")["attributes"]["created_at"]
EARLIER = "2026-10-01T10:00:00.000000Z"


def reaches_nothing_of_the_victim(seen: dict[str, Any]) -> bool:
    """Neither an account nor a subscription, and no way in but the page where one signs in by the address itself."""
    return (seen["accounts"], seen["subscriptions"], seen["portal"]) == ([], [], "portal_login")


@pytest.mark.parametrize("first", ["victim", "mallory"])
@pytest.mark.parametrize("word", [None, VICTIM, REFERENCES.make(VICTIM, at=RECENTLY)])
async def test_it_links_no_account_that_was_there_whichever_is_heard_of_first(
    shop: Served, word: str | None, first: str
) -> None:
    if first == "victim":
        await victim_subscribes(shop, word)
    await mallory_buys_under_the_victims_address(shop, OWN_WORD)
    if first == "mallory":
        await victim_subscribes(shop, word)
    seen = await sees(shop, MALLORY)
    assert reaches_nothing_of_the_victim(seen)
    assert [bought["provider"] for bought in seen["purchases"]] == ["lemonsqueezy"]
    if word is not None:
        assert [each["id"] for each in (await sees(shop, VICTIM))["subscriptions"]] == [VICTIMS_SUBSCRIPTION]


async def test_it_links_no_account_of_which_but_the_first_order_is_known(shop: Served) -> None:
    await delivered(shop, wrap(FIRST_ORDER, "order_created"))
    await mallory_buys_under_the_victims_address(shop, OWN_WORD)
    assert reaches_nothing_of_the_victim(await sees(shop, MALLORY))


async def test_it_links_no_account_by_buying_within_the_same_second(shop: Served) -> None:
    await victim_subscribes(shop, None)
    await mallory_buys_under_the_victims_address(shop, OWN_WORD, at=THE_SAME_MOMENT)
    assert reaches_nothing_of_the_victim(await sees(shop, MALLORY))


async def test_many_purchases_link_no_more_than_one(shop: Served) -> None:
    await victim_subscribes(shop, None)
    await mallory_buys_under_the_victims_address(shop, OWN_WORD)
    own = changed("subscriptions.active", created_at="2026-11-11T10:00:00.000000Z", order_id=4711) | {"id": "666"}
    await delivered(shop, wrap(own, "subscription_created", custom_data={"user_id": OWN_WORD}))
    seen = await sees(shop, MALLORY)
    assert [each["id"] for each in seen["subscriptions"]] == ["666"]
    assert (seen["accounts"], seen["portal"]) == ([], "portal_login")


async def test_who_was_there_before_the_victim_is_out_once_the_victim_comes_with_a_reference(shop: Served) -> None:
    await mallory_buys_under_the_victims_address(shop, OWN_WORD, at=EARLIER)
    assert [each["provider_customer_id"] for each in (await sees(shop, MALLORY))["accounts"]] == [VICTIMS_ACCOUNT]
    await victim_subscribes(shop, REFERENCES.make(VICTIM, at=RECENTLY))
    assert reaches_nothing_of_the_victim(await sees(shop, MALLORY))
    victims = await sees(shop, VICTIM)
    assert [each["id"] for each in victims["subscriptions"]] == [VICTIMS_SUBSCRIPTION]
    assert (victims["accounts"], victims["portal"]) == ([], "portal_login")


async def test_the_hosts_word_gives_the_victim_the_account_whoever_was_there_before(shop: Served) -> None:
    await mallory_buys_under_the_victims_address(shop, OWN_WORD, at=EARLIER)
    await victim_subscribes(shop, None)
    linked = {"provider": "lemonsqueezy", "provider_customer_id": VICTIMS_ACCOUNT}
    assert (await shop.api.put(f"/v1/customers/{VICTIM}", {"accounts": [linked]})).status_code == 201
    assert (await sees(shop, MALLORY))["subscriptions"] == []
    victims = await sees(shop, VICTIM)
    assert [each["provider_customer_id"] for each in victims["accounts"]] == [VICTIMS_ACCOUNT]
    assert [each["id"] for each in victims["subscriptions"]] == [VICTIMS_SUBSCRIPTION]


async def test_a_forged_word_in_a_later_purchase_locks_nobody_out(shop: Served) -> None:
    await victim_subscribes(shop, REFERENCES.make(VICTIM, at=RECENTLY))
    await mallory_buys_under_the_victims_address(shop, "mallory")
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]


async def test_a_first_purchase_of_ones_own_links_at_once_in_either_order(shop: Served) -> None:
    carried = {"user_id": REFERENCES.make(VICTIM, at=RECENTLY)}
    await delivered(shop, wrap(variant("subscriptions.active"), "subscription_created", custom_data=carried))
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]
    await delivered(shop, wrap(FIRST_ORDER, "order_created", custom_data=carried))
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]


async def test_a_first_order_whose_word_was_missed_does_not_stand_in_the_way_of_its_subscription(shop: Served) -> None:
    await delivered(shop, wrap(FIRST_ORDER, "order_refunded"))
    await victim_subscribes(shop, REFERENCES.make(VICTIM, at=RECENTLY))
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]


@pytest.fixture
async def shop_that_trusts(storage: Storage) -> AsyncIterator[Served]:
    made = served(LemonSqueezyUnderTest(trust_custom_data=True), storage)
    yield made
    await made.api.close()


@pytest.mark.parametrize("word", ["mallory", OWN_WORD])
async def test_custom_data_that_only_the_seller_writes_says_no_more_whose_address_was_typed(
    shop_that_trusts: Served, word: str
) -> None:
    await victim_subscribes(shop_that_trusts, None)
    await mallory_buys_under_the_victims_address(shop_that_trusts, word)
    assert reaches_nothing_of_the_victim(await sees(shop_that_trusts, MALLORY))
