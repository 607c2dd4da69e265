"""Signed tokens with arbitrary headers and claims: each names a caller or is refused, and none raises."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customer import CustomerId
from entrypoints.tokens.browser_token import LATEST_TIME, BrowserTokens, InvalidToken
from entrypoints.tokens.keys import StaticKey
from entrypoints.tokens.signing_key import from_secret
from examples import ADA, NOON
from fakes.clock import FakeClock

SECRET = "a secret of the host that is long enough"
SOON = int(NOON.timestamp()) + 60
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=1, max_value=4000).map(lambda digits: 10**digits)
    | st.floats()
    | st.text()
)
ANYTHING = st.recursive(_SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
HEADERS = st.dictionaries(
    st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jku", "cty"]) | st.text(),
    st.sampled_from(["HS256", "none", True, False, ["b64"]]) | ANYTHING,
)
CLAIMS = st.dictionaries(
    st.sampled_from(["exp", "sub", "nbf", "iat", "aud", "iss", "jti"]) | st.text(),
    st.sampled_from(["ada", SOON, "billing", ["billing"], "https://app.example"]) | ANYTHING,
)
GOOD_CLAIMS = {"exp": SOON, "sub": "ada"}


def signed(header: object, claims: object) -> str:
    """Sign a token that no library would sign."""
    head = f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}"
    return f"{head}.{_encoded(hmac.new(SECRET.encode(), head.encode(), hashlib.sha256).digest())}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


async def caller(token: str, *, audience: str | None = None, issuer: str | None = None) -> CustomerId | None:
    keys = StaticKey(key=from_secret(SECRET))
    tokens = BrowserTokens(keys=keys, clock=FakeClock(NOON), audience=audience, issuer=issuer)
    try:
        return await tokens.customer_of(token)
    except InvalidToken:
        return None


@given(
    HEADERS.map(lambda header: {"alg": "HS256"} | header) | HEADERS | ANYTHING,
    CLAIMS.map(lambda claims: GOOD_CLAIMS | claims) | CLAIMS | ANYTHING,
    st.sampled_from([None, "billing"]),
    st.sampled_from([None, "https://app.example"]),
)
async def test_signed_token_names_a_caller_or_is_refused(
    header: object, claims: object, audience: str | None, issuer: str | None
) -> None:
    named = await caller(signed(header, claims), audience=audience, issuer=issuer)
    if named is not None:
        assert isinstance(claims, dict)
        assert named == claims["sub"]


@pytest.mark.parametrize("claim", ["exp", "nbf"])
@pytest.mark.parametrize("value", [10**399, -(10**399), LATEST_TIME + 1, SOON * 1000, float("inf"), float("nan"), -1])
async def test_absurd_time_is_refused(claim: str, value: float) -> None:
    assert await caller(signed({"alg": "HS256"}, GOOD_CLAIMS | {claim: value})) is None


async def test_largest_possible_time_and_fractional_times_are_accepted() -> None:
    for exp in (LATEST_TIME, SOON + 0.5):
        assert await caller(signed({"alg": "HS256"}, GOOD_CLAIMS | {"exp": exp})) == ADA
    skewed = int((NOON + timedelta(seconds=30)).timestamp())
    assert await caller(signed({"alg": "HS256"}, GOOD_CLAIMS | {"nbf": skewed})) == ADA
