"""Real payloads of Lemon Squeezy, applied in any order with any duplicates, always give the same mirror."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.playing import Play
from domain.billing.assembly import assemble_billing
from domain.customer import CustomerId
from fixtures.lemonsqueezy.payloads import all_variants, wrap

pytestmark = pytest.mark.slow

_EVENTS = {
    "customers": "customer_updated",
    "orders": "order_refunded",
    "subscription-invoices": "subscription_payment_failed",
    "subscriptions": "subscription_updated",
}


def bodies() -> list[bytes]:
    """Return every event and every state, as if all belonged to one lifecycle."""
    told = [
        wrap(each, _EVENTS[each["type"]], custom_data={"user_id": user})
        for _, each in all_variants()
        for user in ("user_ada", "user_ben")
        if each["type"] in _EVENTS
    ]
    return [*LemonSqueezyUnderTest().bodies.values(), *(json.dumps(each).encode() for each in told)]


async def mirrored_after(deliveries: list[bytes]) -> Any:
    play = Play(under_test=LemonSqueezyUnderTest())
    await play.deliver(deliveries)
    facts = [await play.storage.customer_records(CustomerId(user)) for user in ("user_ada", "user_ben")]
    owned = [assemble_billing(each) for each in facts if each is not None]
    snapshots = {key: mirrored.snapshot for key, mirrored in play.storage.tables.mirror.items()}
    refs = [([s.ref for s in each.subscriptions], [p.ref for p in each.purchases]) for each in owned]
    return snapshots, play.storage.tables.claims, refs


@settings(max_examples=settings().max_examples // 3)
@given(shuffling=st.randoms(use_true_random=False))
async def test_mirror_is_independent_of_order_and_duplicates(shuffling: random.Random) -> None:
    in_order = bodies()
    disorder = [*in_order, *shuffling.choices(in_order, k=10)]
    shuffling.shuffle(disorder)
    assert await mirrored_after(in_order) == await mirrored_after(disorder)
