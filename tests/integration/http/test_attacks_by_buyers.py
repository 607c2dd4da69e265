"""Data that a buyer can write into a checkout reaches no other customer's billing.

At Lemon Squeezy the customer follows the e-mail address that the buyer typed, so a purchase under a stranger's
address is in the stranger's account.
"""

from __future__ import annotations

import pytest

from fixtures.lemonsqueezy.payloads import RECENTLY, changed, wrap
from integration.http.beside_the_victim import (
    LATER,
    MALLORY,
    REFERENCES,
    VICTIM,
    delivered,
    mallory_buys_under_the_victims_address,
    sees,
    victim_subscribes,
)
from integration.http.served import Served

WORDS = {
    "an id": "mallory",
    "an id with the tag of another": f"mallory.{REFERENCES.sign(VICTIM, at=RECENTLY).rpartition('-')[2]}",
    "an id with no tag": "mallory.",
    "an id with half a tag": REFERENCES.sign(MALLORY, at=RECENTLY)[:-1],
    "an id with a tag in capitals": REFERENCES.sign(MALLORY, at=RECENTLY).upper(),
}


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("what", WORDS)
async def test_unsigned_claim_links_no_account_and_opens_no_portal(shop: Served, what: str, *, linked: bool) -> None:
    await victim_subscribes(shop, REFERENCES.sign(VICTIM, at=RECENTLY) if linked else None)
    await mallory_buys_under_the_victims_address(shop, WORDS[what])
    got = await sees(shop, "mallory")
    assert (got["accounts"], got["subscriptions"]) == ([], [])
    assert got["portal"] in ("portal_login", 409)


async def test_genuine_reference_does_not_take_over_a_linked_account(shop: Served) -> None:
    await victim_subscribes(shop, REFERENCES.sign(VICTIM, at=RECENTLY))
    await mallory_buys_under_the_victims_address(shop, REFERENCES.sign(MALLORY, at=RECENTLY))
    got = await sees(shop, "mallory")
    assert (got["accounts"], got["subscriptions"]) == ([], [])
    assert got["portal"] != "portal"
    assert [each["id"] for each in (await sees(shop, VICTIM))["subscriptions"]] == ["501"]


async def test_forged_claim_for_the_victim_exposes_no_data_of_the_victim(shop: Served) -> None:
    await victim_subscribes(shop, REFERENCES.sign(VICTIM, at=RECENTLY))
    order = changed("orders.paid", customer_id=7002, created_at=LATER, updated_at=LATER)
    await delivered(shop, wrap(order, "order_created", custom_data={"user_id": VICTIM}))
    assert [account["provider_customer_id"] for account in (await sees(shop, VICTIM))["accounts"]] == ["7001"]
    assert (await sees(shop, "mallory"))["subscriptions"] == []
