"""A signed reference states who buys, not who owns the account in which the purchase arrives.

Mallory is an ordinary customer, so her reference is genuine. She types another person's e-mail address.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from application.ports.storage.storage import Storage
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

OWN_WORD = REFERENCES.sign(MALLORY, at=RECENTLY)
FIRST_ORDER = variant("orders.of_subscription")
THE_SAME_MOMENT = variant("subscriptions.active")["attributes"]["created_at"]
EARLIER = "2026-10-01T10:00:00.000000Z"


def reaches_nothing_of_the_victim(seen: dict[str, Any]) -> bool:
    """Check that the attacker sees no account or subscription, and gets only the page where the owner of the e-mail
    address signs in.
    """
    return (seen["accounts"], seen["subscriptions"], seen["portal"]) == ([], [], "portal_login")


@pytest.mark.parametrize("first", ["victim", "mallory"])
@pytest.mark.parametrize("word", [None, VICTIM, REFERENCES.sign(VICTIM, at=RECENTLY)])
async def test_reference_does_not_link_an_existing_account_in_any_order(
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


async def test_reference_does_not_link_an_account_known_only_by_its_first_order(shop: Served) -> None:
    await delivered(shop, wrap(FIRST_ORDER, "order_created"))
    await mallory_buys_under_the_victims_address(shop, OWN_WORD)
    assert reaches_nothing_of_the_victim(await sees(shop, MALLORY))


async def test_reference_does_not_link_an_account_with_a_purchase_in_the_same_second(shop: Served) -> None:
    await victim_subscribes(shop, None)
    await mallory_buys_under_the_victims_address(shop, OWN_WORD, at=THE_SAME_MOMENT)
    assert reaches_nothing_of_the_victim(await sees(shop, MALLORY))


async def test_many_purchases_link_no_account_either(shop: Served) -> None:
    await victim_subscribes(shop, None)
    await mallory_buys_under_the_victims_address(shop, OWN_WORD)
    own = changed("subscriptions.active", created_at="2026-11-11T10:00:00.000000Z", order_id=4711) | {"id": "666"}
    await delivered(shop, wrap(own, "subscription_created", custom_data={"user_id": OWN_WORD}))
    seen = await sees(shop, MALLORY)
    assert [each["id"] for each in seen["subscriptions"]] == ["666"]
    assert (seen["accounts"], seen["portal"]) == ([], "portal_login")


async def test_attacker_loses_the_account_once_the_victim_comes_with_a_reference(shop: Served) -> None:
    await mallory_buys_under_the_victims_address(shop, OWN_WORD, at=EARLIER)
    assert [each["provider_customer_id"] for each in (await sees(shop, MALLORY))["accounts"]] == [VICTIMS_ACCOUNT]
    await victim_subscribes(shop, REFERENCES.sign(VICTIM, at=RECENTLY))
    assert reaches_nothing_of_the_victim(await sees(shop, MALLORY))
    victims = await sees(shop, VICTIM)
    assert [each["id"] for each in victims["subscriptions"]] == [VICTIMS_SUBSCRIPTION]
    assert (victims["accounts"], victims["portal"]) == ([], "portal_login")


async def test_host_claim_gives_the_victim_the_account_regardless_of_earlier_purchases(shop: Served) -> None:
    await mallory_buys_under_the_victims_address(shop, OWN_WORD, at=EARLIER)
    await victim_subscribes(shop, None)
    linked = {"provider": "lemonsqueezy", "provider_customer_id": VICTIMS_ACCOUNT}
    assert (await shop.api.put(f"/v1/customers/{VICTIM}", {"accounts": [linked]})).status_code == 201
    assert (await sees(shop, MALLORY))["subscriptions"] == []
    victims = await sees(shop, VICTIM)
    assert [each["provider_customer_id"] for each in victims["accounts"]] == [VICTIMS_ACCOUNT]
    assert [each["id"] for each in victims["subscriptions"]] == [VICTIMS_SUBSCRIPTION]


async def test_forged_claim_on_a_later_purchase_does_not_unlink_the_owner(shop: Served) -> None:
    await victim_subscribes(shop, REFERENCES.sign(VICTIM, at=RECENTLY))
    await mallory_buys_under_the_victims_address(shop, "mallory")
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]


async def test_own_first_purchase_links_the_account_in_either_order(shop: Served) -> None:
    carried = {"user_id": REFERENCES.sign(VICTIM, at=RECENTLY)}
    await delivered(shop, wrap(variant("subscriptions.active"), "subscription_created", custom_data=carried))
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]
    await delivered(shop, wrap(FIRST_ORDER, "order_created", custom_data=carried))
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]


async def test_first_order_with_a_missed_claim_does_not_prevent_its_subscription_from_linking(shop: Served) -> None:
    await delivered(shop, wrap(FIRST_ORDER, "order_refunded"))
    await victim_subscribes(shop, REFERENCES.sign(VICTIM, at=RECENTLY))
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]


@pytest.fixture
async def shop_that_trusts(storage: Storage) -> AsyncIterator[Served]:
    made = served(LemonSqueezyUnderTest(trust_custom_data=True), storage)
    yield made
    await made.api.close()


@pytest.mark.parametrize("word", ["mallory", OWN_WORD])
async def test_trusted_custom_data_does_not_prove_the_e_mail_address(shop_that_trusts: Served, word: str) -> None:
    await victim_subscribes(shop_that_trusts, None)
    await mallory_buys_under_the_victims_address(shop_that_trusts, word)
    assert reaches_nothing_of_the_victim(await sees(shop_that_trusts, MALLORY))
