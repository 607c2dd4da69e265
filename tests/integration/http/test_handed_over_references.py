"""A victim is handed a genuine buy link that carries the attacker's reference.

The reference is on the first and only purchase of the victim's account, so only its age reveals the attack.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from examples import NOON
from fixtures.lemonsqueezy.payloads import changed, variant, wrap
from integration.http.beside_the_victim import MALLORY, REFERENCES, VICTIM, VICTIMS_ACCOUNT, delivered, sees
from integration.http.served import Served
from unit.application.test_checkout_reference import of_the_first_format

SUBSCRIBED_AT = datetime.fromisoformat(variant("subscriptions.active")["attributes"]["created_at"])
OLD = REFERENCES.sign(MALLORY, at=SUBSCRIBED_AT - timedelta(hours=24, seconds=1))
FRESH = REFERENCES.sign(MALLORY, at=SUBSCRIBED_AT - timedelta(hours=24))


async def victim_buys(shop: Served, reference: str) -> None:
    carried = {"user_id": reference}
    await delivered(shop, wrap(variant("subscriptions.active"), "subscription_created", custom_data=carried))


@pytest.mark.parametrize("reference", [OLD, of_the_first_format(MALLORY, str(REFERENCES.secret))])
async def test_old_reference_credits_the_purchase_and_opens_nothing_else_of_the_victim(
    shop: Served, reference: str
) -> None:
    await victim_buys(shop, reference)
    later = changed("orders.paid", customer_id=int(VICTIMS_ACCOUNT))
    await delivered(shop, wrap(later, "order_created"))
    seen = await sees(shop, MALLORY)
    assert (seen["accounts"], seen["purchases"], seen["portal"]) == ([], [], "portal_login")
    assert len(seen["subscriptions"]) == 1


async def test_recent_reference_links_the_account_it_starts(shop: Served) -> None:
    await victim_buys(shop, FRESH)
    assert [each["provider_customer_id"] for each in (await sees(shop, MALLORY))["accounts"]] == [VICTIMS_ACCOUNT]


async def test_old_foreign_reference_does_not_unlink_the_owner(shop: Served) -> None:
    own = REFERENCES.sign(VICTIM, at=SUBSCRIBED_AT)
    await victim_buys(shop, own)
    old = REFERENCES.sign(MALLORY, at=NOON)
    await delivered(
        shop,
        wrap(changed("orders.paid", customer_id=int(VICTIMS_ACCOUNT)), "order_created", custom_data={"user_id": old}),
    )
    assert [each["provider_customer_id"] for each in (await sees(shop, VICTIM))["accounts"]] == [VICTIMS_ACCOUNT]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_late_renewal_never_unlinks_the_account(shop: Served, order: tuple[int, ...]) -> None:
    """An invoice is dated by its own creation, when the reference is a month old; the subscription is dated by the
    purchase.
    """
    carried = {"user_id": FRESH}
    month_later = "2026-12-01T10:00:00.000000Z"
    invoice = changed("subscription-invoices.paid", created_at=month_later, updated_at=month_later, subscription_id=501)
    events = [
        wrap(variant("subscriptions.active"), "subscription_created", custom_data=carried),
        wrap(invoice, "subscription_payment_success", custom_data=carried),
        wrap(changed("subscriptions.active", updated_at=month_later), "subscription_updated", custom_data=carried),
    ]
    for number in order:
        await delivered(shop, events[number])
    assert [each["provider_customer_id"] for each in (await sees(shop, MALLORY))["accounts"]] == [VICTIMS_ACCOUNT]
