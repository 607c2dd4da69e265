"""Keys that the host publishes at a URL."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from entrypoints.tokens.browser_token import InvalidToken
from entrypoints.tokens.jwks import MAX_BYTES, STALE_AFTER
from entrypoints.tokens.keys import KeysUnavailable
from examples import ADA, NOON
from unit.entrypoints.published_keys import NEW, OLD, Published


async def test_keys_are_fetched_once_and_on_first_use() -> None:
    published = Published(OLD.jwk(kid="old"), NEW.jwk(kid="new"))
    assert published.fetched == 0
    for _ in range(3):
        assert await published.tokens.customer_of(OLD.token(key_id="old")) == ADA
    assert await published.tokens.customer_of(NEW.token(key_id="new")) == ADA
    assert published.fetched == 1


async def test_concurrent_tokens_cause_one_fetch() -> None:
    published = Published(OLD.jwk(kid="old"))
    await asyncio.gather(*(published.tokens.customer_of(OLD.token(key_id="old")) for _ in range(20)))
    assert published.fetched == 1


async def test_token_signed_by_another_key_of_the_set_is_refused() -> None:
    published = Published(OLD.jwk(kid="old"), NEW.jwk(kid="new"))
    with pytest.raises(InvalidToken):
        await published.tokens.customer_of(OLD.token(key_id="new"))


async def test_unknown_key_causes_at_most_one_fetch_a_second() -> None:
    published = Published(OLD.jwk(kid="old"))
    await published.tokens.customer_of(OLD.token(key_id="old"))
    published.publish(OLD.jwk(kid="old"), NEW.jwk(kid="new"))
    for _ in range(5):
        with pytest.raises(InvalidToken):
            await published.tokens.customer_of(NEW.token(key_id="new"))
    assert published.fetched == 1
    published.clock.advance(timedelta(seconds=1))
    assert await published.tokens.customer_of(NEW.token(key_id="new")) == ADA
    assert published.fetched == 2


async def test_withdrawn_key_is_eventually_refused() -> None:
    published = Published(OLD.jwk(kid="old"))
    lasting = OLD.token(key_id="old", exp=int((NOON + 2 * STALE_AFTER).timestamp()))
    assert await published.tokens.customer_of(lasting) == ADA
    published.publish(NEW.jwk(kid="new"))
    published.clock.advance(STALE_AFTER)
    assert (
        await published.tokens.customer_of(lasting) == ADA
    )  # the last accepted use, which triggers a fetch of the set
    await published.until_fetched(2)
    with pytest.raises(InvalidToken):
        await published.tokens.customer_of(lasting)


async def test_token_without_a_key_id_is_verified_with_the_only_key() -> None:
    assert await Published(OLD.jwk(kid="old")).tokens.customer_of(OLD.token()) == ADA
    with pytest.raises(InvalidToken):
        await Published(OLD.jwk(kid="old"), NEW.jwk(kid="new")).tokens.customer_of(OLD.token())


async def test_keys_for_other_purposes_are_skipped() -> None:
    shared_secret: dict[str, object] = {"kty": "oct", "k": "c2VjcmV0", "kid": "hmac"}
    published = Published(shared_secret, OLD.jwk(kid="enc", use="enc"), OLD.jwk(kid="old"))
    assert await published.tokens.customer_of(OLD.token(key_id="old")) == ADA
    for key_id in ("hmac", "enc"):
        with pytest.raises(InvalidToken):
            await published.tokens.customer_of(OLD.token(key_id=key_id))


def _unreachable() -> httpx.Response:
    raise httpx.ConnectError("no route")


BAD_ANSWERS: list[Callable[[], httpx.Response]] = [
    _unreachable,
    lambda: httpx.Response(500),
    lambda: httpx.Response(302, headers={"location": "https://evil.example/keys"}),
    lambda: httpx.Response(200, content=b"<html>"),
    lambda: httpx.Response(200, content=b"\xff"),
    lambda: httpx.Response(200, json={"keys": "none"}),
    lambda: httpx.Response(200, content=json.dumps({"keys": []}) + " " * MAX_BYTES),
    lambda: httpx.Response(200, content=b"[" * 100_000),
    lambda: httpx.Response(200, content=b'{"keys": [' + b'{"a": ' * 30_000),
]


@pytest.mark.parametrize("answer", BAD_ANSWERS)
async def test_tokens_cannot_be_verified_while_the_key_set_is_unavailable(
    answer: Callable[[], httpx.Response],
) -> None:
    published = Published()
    published.answer = answer
    for _ in range(3):
        with pytest.raises(KeysUnavailable):
            await published.tokens.customer_of(OLD.token(key_id="old"))
    assert published.fetched == 1


@pytest.mark.parametrize("answer", BAD_ANSWERS)
async def test_known_keys_stay_valid_while_the_key_set_is_unavailable(
    answer: Callable[[], httpx.Response],
) -> None:
    published = Published(OLD.jwk(kid="old"))
    lasting = OLD.token(key_id="old", exp=int((NOON + 2 * STALE_AFTER).timestamp()))
    await published.tokens.customer_of(lasting)
    published.answer = answer
    published.clock.advance(STALE_AFTER)
    assert await published.tokens.customer_of(lasting) == ADA
    await published.until_fetched(2)
    assert await published.tokens.customer_of(lasting) == ADA
