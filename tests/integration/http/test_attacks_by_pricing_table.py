"""Mallory writes her own id into a pricing table and hands the checkout to Vera, who buys for the first time.

Stripe shows such a session exactly like one that the seller created by the API.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from application.ports.storage.storage import Storage
from contracts.providers.stripe_under_test import StripeUnderTest
from fixtures.stripe.payloads import variant, wrap
from integration.http.beside_the_victim import MALLORY, delivered, sees
from integration.http.served import Served, served
from unit.application.test_checkout_reference import of_the_first_format

BOUGHT = variant("checkout.session.payment_link")
VERAS_ACCOUNT = BOUGHT["customer"]
REFERENCES = StripeUnderTest().references
OLD = REFERENCES.sign(MALLORY, at=datetime.fromtimestamp(BOUGHT["created"], UTC) - timedelta(hours=24, seconds=1))
FIRST_FORMAT = of_the_first_format(MALLORY, str(REFERENCES.secret))


@asynccontextmanager
async def store(storage: Storage, *, pricing_tables: bool) -> AsyncIterator[Served]:
    at_stripe = StripeUnderTest(pricing_tables=pricing_tables)
    at_stripe.api.hold(variant("billing_portal.configuration.with_plan_changes"))
    at_stripe.api.hold(variant("billing_portal.configuration.without_plan_changes"))
    at_stripe.api.hold({**variant("customer.without_user_id"), "id": VERAS_ACCOUNT})
    shop = served(at_stripe, storage)
    try:
        yield shop
    finally:
        await shop.api.close()


async def vera_buys(shop: Served, reference: str) -> None:
    session = BOUGHT | {"payment_link": None, "client_reference_id": reference}
    await delivered(shop, wrap(session, "checkout.session.completed", created=BOUGHT["created"], event_id="evt_1"))


async def vera_subscribes_later(shop: Served) -> None:
    subscription = variant("subscription.renewed") | {"customer": VERAS_ACCOUNT, "metadata": {}}
    created = BOUGHT["created"] + 60
    await delivered(shop, wrap(subscription, "customer.subscription.created", created=created, event_id="evt_2"))


def reached(seen: dict[str, Any]) -> tuple[list[str], list[str], str]:
    accounts = [each["provider_customer_id"] for each in seen["accounts"]]
    return accounts, [each["id"] for each in seen["subscriptions"]], seen["portal"]


@pytest.mark.parametrize("reference", [MALLORY, OLD, FIRST_FORMAT])
async def test_handed_over_checkout_opens_nothing_of_the_buyer_if_pricing_tables_are_in_use(
    storage: Storage, reference: str
) -> None:
    async with store(storage, pricing_tables=True) as shop:
        await vera_buys(shop, reference)
        await vera_subscribes_later(shop)
        seen = await sees(shop, MALLORY)
    assert reached(seen) == ([], [], "portal_login")
    assert [each["provider"] for each in seen["purchases"]] == ["stripe"]


async def test_plain_reference_of_a_session_links_the_account_if_only_the_seller_creates_sessions(
    storage: Storage,
) -> None:
    async with store(storage, pricing_tables=False) as shop:
        await vera_buys(shop, MALLORY)
        await vera_subscribes_later(shop)
        seen = await sees(shop, MALLORY)
    assert reached(seen) == ([VERAS_ACCOUNT], ["sub_AdaPro"], "portal")


@pytest.mark.parametrize("pricing_tables", [False, True])
async def test_fresh_signed_reference_links_the_account_that_it_begins(
    storage: Storage, *, pricing_tables: bool
) -> None:
    fresh = REFERENCES.sign(MALLORY, at=datetime.fromtimestamp(BOUGHT["created"], UTC))
    async with store(storage, pricing_tables=pricing_tables) as shop:
        await vera_buys(shop, fresh)
        seen = await sees(shop, MALLORY)
    assert reached(seen) == ([VERAS_ACCOUNT], [], "portal")
