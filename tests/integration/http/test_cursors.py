"""Made-up cursors at every paginated list."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.persistence.storage import SqlStorage
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from integration.http.api import OPERATOR_KEY, Api
from integration.http.served import Served, served

LISTS = 3
EXAMPLES = 40
"""In addition to those that are written down, for each list and database."""

AT = "2026-01-05T10:00:00Z"
OUT_OF_RANGE = [
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-01-05T10:00:00",
    "2026-01-05",
]
TEXTS = ["", "\0", "a\0b", "\ud800", "9" * 400, "-1", "\u0663", "x" * 2000, "stripe", "1"]
MOMENTS = st.sampled_from(OUT_OF_RANGE) | st.datetimes().map(lambda at: f"{at.isoformat()}Z")
WORDS = st.sampled_from(TEXTS) | st.text() | st.sampled_from(["accounts", "purchases", "claims", "subscription"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | MOMENTS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=8,
)
POSITIONS = (
    st.tuples(MOMENTS, st.just("stripe"), WORDS)
    | st.tuples(MOMENTS, st.just("stripe"), st.just("subscription"), WORDS, st.just("revived"))
    | st.tuples(st.sampled_from(["accounts", "purchases", "claims"]), st.lists(WORDS, max_size=6))
    | st.lists(ANYTHING, max_size=6)
    | ANYTHING
)


def written(position: Any) -> str:
    return urlsafe_b64encode(json.dumps(position).encode("utf-8", "surrogatepass")).decode()


async def lists_of(api: Api) -> list[str]:
    """Return the path of each operation that takes a cursor."""
    document: Any = (await api.get("/schema/openapi.json")).json()
    return [
        path.replace("{customer_id}", "ada")
        for path, operations in document["paths"].items()
        if "cursor" in {parameter["name"] for parameter in operations.get("get", {}).get("parameters", ())}
    ]


async def is_read_or_refused(service: Served, cursor: str) -> None:
    paths = await lists_of(service.api)
    assert len(paths) >= LISTS
    for path in paths:
        answered = await service.api.get(path, params={"cursor": cursor}, credential=OPERATOR_KEY)
        assert answered.status_code in (200, 400), (path, cursor, answered.text)


@pytest.fixture
async def service(sql_storage: SqlStorage) -> Served:
    made = served(LemonSqueezyUnderTest(), sql_storage)
    await made.api.put("/v1/customers/ada", {})
    return made


@given(position=POSITIONS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_arbitrary_cursor_is_read_or_refused(service: Served, position: Any) -> None:
    await is_read_or_refused(service, written(position))


async def test_times_and_texts_that_cannot_be_stored_are_read_or_refused(service: Served) -> None:
    for moment, text in [*((moment, "1") for moment in OUT_OF_RANGE), *((AT, text) for text in TEXTS)]:
        for position in (
            [moment, "lemonsqueezy", text],
            [moment, "lemonsqueezy", "subscription", text, "revived"],
            ["accounts", ["lemonsqueezy", text]],
            ["purchases", ["lemonsqueezy", "order", text]],
            ["claims", ["lemonsqueezy", "order", text, text, "ada", text]],
        ):
            await is_read_or_refused(service, written(position))


async def test_malformed_cursor_is_refused(service: Served) -> None:
    for cursor in ["", "x", "*", "é", "\0", "W10", "bnVsbA==", "x" * 5000]:
        for path in await lists_of(service.api):
            answered = await service.api.get(path, params={"cursor": cursor}, credential=OPERATOR_KEY)
            assert answered.status_code == 400, (path, cursor)


async def test_event_id_that_cannot_be_stored_is_not_found(service: Served) -> None:
    answered = await service.api.get("/v1/events/lemonsqueezy%3A%00", credential=OPERATOR_KEY)
    assert answered.status_code == 404
