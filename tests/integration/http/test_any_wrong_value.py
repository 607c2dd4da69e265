"""A genuine delivery with one missing or impossible value is stored and does no harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from adapters.persistence.storage import SqlStorage
from application.ingestion.apply_provider_event import ApplyProviderEvent
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.stripe_under_test import StripeUnderTest
from fakes.clock import FakeClock
from integration.http.altered import VALUES, altered, places, without
from integration.http.served import served

pytestmark = pytest.mark.slow

TOGETHER = 50


def deliveries(played: Any) -> Iterator[bytes]:
    """Yield every event with each value replaced once and left out once, taking the replacements in turn."""
    values = cycle(VALUES)
    for number, body in enumerate(played.bodies.values()):
        event = json.loads(body)
        for nth, place in enumerate(places(event)):
            for kind, each in (("a", altered(event, place, next(values))), ("w", without(event, place))):
                if isinstance(each.get("id"), str) and place != ("id",):
                    each["id"] = f"evt_{number}_{nth}_{kind}"
                yield json.dumps(each).encode()


@pytest.mark.parametrize("under_test", [StripeUnderTest, LemonSqueezyUnderTest])
async def test_delivery_with_any_wrong_value_is_stored(under_test: Any, sql_storage: SqlStorage) -> None:
    played = under_test()
    service = served(played, sql_storage)
    keep = ApplyProviderEvent(storage=sql_storage, clock=FakeClock(played.now))
    read = [played.provider.webhooks.decode({}, body) for body in deliveries(played)]
    for start in range(0, len(read), TOGETHER):
        await keep(read[start : start + TOGETHER])
    kept = await service.kept()
    assert len(kept) == len({event.key for event in read}) > 500
    assert {"applied", "failed"} <= {status for status, _ in kept}
