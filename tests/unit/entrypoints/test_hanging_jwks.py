"""A key-set address that accepts connections and does not answer must not delay tokens with known keys."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from entrypoints.tokens.browser_token import BrowserTokens, InvalidToken
from entrypoints.tokens.jwks import REFETCH_AFTER, STALE_AFTER
from entrypoints.tokens.keys import KeysUnavailable
from examples import ADA, NOON
from unit.entrypoints.key_pairs import key_pair
from unit.entrypoints.published_keys import NEW, OLD, Published

LASTING = int((NOON + 2 * STALE_AFTER).timestamp())
FETCH = timedelta(seconds=5)


def forged(number: int) -> str:
    """Build a well-formed token whose key id the host does not have."""
    return key_pair("ES256", "forger").token(key_id=f"forged-{number}", exp=LASTING)


async def _is_invalid(tokens: BrowserTokens, token: str) -> bool:
    try:
        await tokens.customer_of(token)
    except InvalidToken:
        return True
    return False


async def hanging_with_known_keys() -> Published:
    published = Published(OLD.jwk(kid="old"))
    await published.tokens.customer_of(OLD.token(key_id="old"))
    published.clock.advance(STALE_AFTER)
    published.hang()
    return published


async def test_known_key_is_used_immediately_while_the_set_is_refetched() -> None:
    published = await hanging_with_known_keys()
    for _ in range(3):
        assert await published.tokens.customer_of(OLD.token(key_id="old", exp=LASTING)) == ADA
    await published.until_fetched(2)


async def test_valid_token_does_not_wait_behind_forged_ones() -> None:
    published = await hanging_with_known_keys()
    waiting = [asyncio.create_task(_is_invalid(published.tokens, forged(n))) for n in range(5)]
    await published.until_fetched(2)
    assert await published.tokens.customer_of(OLD.token(key_id="old", exp=LASTING)) == ADA
    assert not any(task.done() for task in waiting)
    published.time_out()
    assert await asyncio.gather(*waiting) == [True] * 5
    assert published.fetched == 2


async def test_tokens_with_unknown_keys_share_one_fetch() -> None:
    published = Published()
    published.hang()
    waiting = [asyncio.create_task(published.tokens.customer_of(forged(n))) for n in range(10)]
    await published.until_fetched(1)
    published.time_out()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [KeysUnavailable] * 10
    assert published.fetched == 1


async def test_next_fetch_starts_a_second_after_the_last_one_ended() -> None:
    published = await hanging_with_known_keys()
    waiting = asyncio.create_task(_is_invalid(published.tokens, forged(1)))
    await published.until_fetched(2)
    published.clock.advance(FETCH)
    published.time_out()
    assert await waiting
    published.hang()
    published.clock.advance(REFETCH_AFTER - timedelta(milliseconds=1))
    assert await _is_invalid(published.tokens, forged(2))
    assert published.fetched == 2
    published.clock.advance(timedelta(milliseconds=1))
    later = asyncio.create_task(_is_invalid(published.tokens, forged(3)))
    await published.until_fetched(3)
    published.go_on()
    assert await later


async def test_cancelled_waiter_does_not_cancel_the_shared_fetch() -> None:
    published = Published(OLD.jwk(kid="old"))
    published.hang()
    impatient, patient = (asyncio.create_task(published.tokens.customer_of(OLD.token(key_id="old"))) for _ in range(2))
    await published.until_fetched(1)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    published.go_on()
    assert await patient == ADA
    assert published.fetched == 1


async def test_fetch_continues_if_all_waiters_give_up() -> None:
    published = Published(OLD.jwk(kid="old"))
    published.hang()
    waiting = asyncio.create_task(published.tokens.customer_of(OLD.token(key_id="old")))
    await published.until_fetched(1)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    published.go_on()
    await published.until_fetched(1)
    assert await published.tokens.customer_of(OLD.token(key_id="old")) == ADA
    assert published.fetched == 1


@pytest.mark.parametrize(
    "token",
    [
        "garbage",
        "e30.e30.e30",
        "x" * 10_000,
        key_pair("ES384").token(key_id="new"),
        NEW.token(key_id="new", exp=int(NOON.timestamp())),
        NEW.token(key_id="new", exp=None),
        NEW.token(key_id="new", exp=10**400),
        NEW.token(key_id="new", nbf=LASTING),
        NEW.token(key_id="new", sub="not/an/id"),
        NEW.token(key_id="new", sub=7),
        NEW.token(key_id="new", aud="somebody else"),
        NEW.token(key_id="new", iss="somebody else"),
        NEW.token(key_id="new"),  # neither audience nor issuer
    ],
)
async def test_token_that_no_key_could_make_valid_causes_no_fetch(token: str) -> None:
    published = Published()
    published.hang()
    tokens = BrowserTokens(keys=published.keys, clock=published.clock, audience="billing", issuer="https://app.example")
    with pytest.raises(InvalidToken):
        await tokens.customer_of(token)
    await published.until_fetched(0)
