"""Thin events, snapshot events or both: whatever a destination sends, the mirror ends the same."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ports.storage.inbox import DeliveryStatus
from fakes.storage import InMemoryStorage
from fakes.stripe_api import FakeStripe
from fixtures.stripe.thin import thin
from properties.test_customers_of_both import DELAYS, agrees, mirrored
from town.at_rest import assert_customers_see_the_same, everybody
from town.generated import lives
from town.happening import Happening
from town.life import END, STRIPE, Life, moment
from town.town import Delivery, everything_arrives, in_memory

pytestmark = pytest.mark.slow

FAILURES: list[Callable[[httpx.Request], httpx.Response]] = [
    lambda _: httpx.Response(503),
    lambda _: httpx.Response(429, headers={"Retry-After": "2"}),
    lambda _: httpx.Response(200, content=b"<html>"),
]
MODES = ["snapshot", "thin", "both", "both, and the thin one names the snapshot event"]


def as_a_destination_sends(happenings: list[Happening], chance: random.Random) -> Iterator[Delivery]:
    """Send each event in one of the two formats or in both, late, and sometimes twice.

    An intermediate state cannot be fetched later, so it is always sent as a snapshot event.
    """
    for happening in happenings:
        mode = chance.choice(MODES[2:] if happening.needed else MODES) if happening.provider == STRIPE else "snapshot"
        if mode != "thin":
            yield Delivery(happening=happening, after=_arrivals(chance))
        if mode != "snapshot":
            event = thin(json.loads(happening.body), names_snapshot="names" in mode)
            yield Delivery(happening=replace(happening, body=json.dumps(event).encode()), after=_arrivals(chance))


def fail_sometimes(api: FakeStripe, fails: list[bool], chance: random.Random) -> None:
    """Let some of the first calls fail, and none shortly before the end, so that every retry comes due by then."""

    def answer(request: httpx.Request) -> httpx.Response:
        if api.now < moment(END) - timedelta(days=2) and fails and fails.pop():
            return chance.choice(FAILURES)(request)
        api.misbehaviour = None
        answered = api.answer(request)
        api.misbehaviour = answer
        return answered

    api.misbehaviour = answer


def _arrivals(chance: random.Random) -> list[float]:
    return [chance.choice(DELAYS) for _ in range(chance.choice([1, 1, 1, 2]))]


@given(lives(), st.lists(st.booleans(), max_size=40), st.randoms(use_true_random=False))
async def test_thin_and_snapshot_events_in_any_mix_leave_the_same_mirror(
    life: Life, fails: list[bool], chance: random.Random
) -> None:
    orderly, mixed = in_memory(life), in_memory(life)
    await orderly.live(everything_arrives(orderly.happenings()))
    fail_sometimes(mixed.stripe.api, fails, chance)
    await mixed.live(list(as_a_destination_sends(mixed.happenings(), chance)))
    mixed.stripe.api.misbehaviour = None
    first, other = await everybody(orderly), await everybody(mixed)
    agrees(other, life)
    assert_customers_see_the_same(first, other)
    assert mirrored(orderly) == mirrored(mixed)
    assert isinstance(mixed.storage, InMemoryStorage)
    assert {DeliveryStatus.FAILED, DeliveryStatus.DEAD}.isdisjoint(
        d.status for d in mixed.storage.tables.inbox.values()
    )
