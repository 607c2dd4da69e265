"""Verification of tokens with a public key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.tokens.browser_token import BrowserTokens, InvalidToken
from entrypoints.tokens.keys import StaticKey
from entrypoints.tokens.signing_key import SigningKey, UnusableKey, from_jwk, from_pem, from_secret
from examples import ADA, NOON
from fakes.clock import FakeClock
from unit.entrypoints.key_pairs import key_pair

ALGORITHMS = ["RS256", "ES256", "EdDSA"]


def checked_with(key: SigningKey) -> BrowserTokens:
    return BrowserTokens(keys=StaticKey(key=key), clock=FakeClock(NOON))


async def is_refused(tokens: BrowserTokens, token: str) -> bool:
    try:
        await tokens.customer_of(token)
    except InvalidToken:
        return True
    return False


@pytest.mark.parametrize("algorithm", ALGORITHMS)
async def test_key_determines_the_algorithm(algorithm: str) -> None:
    pair = key_pair(algorithm)
    tokens = checked_with(from_pem(pair.pem))
    assert await tokens.customer_of(pair.token()) == ADA
    for other in ALGORITHMS:
        assert await is_refused(tokens, key_pair(other, "somebody else's").token())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
async def test_public_key_is_never_accepted_as_a_secret(algorithm: str) -> None:
    pem = key_pair(algorithm).pem
    tokens = checked_with(from_pem(pem))
    for secret in (pem.encode(), pem.strip().encode(), b""):
        assert await is_refused(tokens, _signed_by_hand("HS256", secret))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", "HS256 ", "HS384", None, 7, ["HS256"]])
async def test_algorithm_in_the_header_is_not_trusted(algorithm: object) -> None:
    secret = "a secret of the host that is long enough"
    tokens = checked_with(from_secret(secret))
    assert await tokens.customer_of(_signed_by_hand("HS256", secret.encode())) == ADA
    assert await is_refused(tokens, _signed_by_hand(algorithm, secret.encode()))


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode() + ".e30."))
async def test_arbitrary_text_is_refused(text: str) -> None:
    assert await is_refused(checked_with(from_secret("x" * 32)), text)


@pytest.mark.parametrize(
    "payload",
    [
        "[]",
        "null",
        '"ada"',
        "{",
        '{"sub": "ada"}',
        '{"exp": NaN, "sub": "ada"}',
        '{"exp": Infinity, "sub": "ada"}',
        '{"exp": 1e999, "sub": "ada"}',
        '{"exp": 9999999999, "nbf": NaN, "sub": "ada"}',
        '{"exp": 9999999999, "nbf": "now", "sub": "ada"}',
        "[" * 5_000,
    ],
)
async def test_malformed_claims_are_refused(payload: str) -> None:
    secret = "x" * 32
    token = _signed_by_hand("HS256", secret.encode(), payload)
    assert await is_refused(checked_with(from_secret(secret)), token)


@pytest.mark.parametrize(
    "header", ["[" * 6_000, '{"a":' * 1_100, "[]", "null", '{"alg": {}, "kid": []}', '{"kid": "x"}']
)
async def test_malformed_headers_are_refused(header: str) -> None:
    assert await is_refused(checked_with(from_secret("x" * 32)), f"{_encoded(header.encode())}.e30.e30")


def test_weak_or_unsupported_keys_are_refused() -> None:
    for pair in (key_pair("RS256-1024"), key_pair("ES384")):
        with pytest.raises(UnusableKey):
            from_pem(pair.pem)
    with pytest.raises(UnusableKey):
        from_pem("no key")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_algorithm_of_a_jwk_follows_from_its_key(algorithm: str) -> None:
    pair = key_pair(algorithm)
    assert from_jwk(pair.jwk()).algorithm == algorithm
    assert from_jwk(pair.jwk(alg=algorithm, use="sig")).algorithm == algorithm


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "oct", "k": "c2VjcmV0"},
        key_pair("RS256").jwk(alg="RS512"),
        key_pair("RS256").jwk(alg="HS256"),
        key_pair("RS256").jwk(use="enc"),
        key_pair("RS256").jwk(n="!"),
        key_pair("ES256").jwk(crv="P-384"),
        key_pair("EdDSA").jwk(d="a private part"),
        {"kty": "RSA"},
        {"kty": ["RSA"]},
    ],
)
def test_jwk_for_another_purpose_is_refused(jwk: dict[str, object]) -> None:
    with pytest.raises(UnusableKey):
        from_jwk(jwk)


def test_key_is_not_in_the_repr() -> None:
    assert repr(from_secret("secret")) == "SigningKey(algorithm='HS256')"


def _signed_by_hand(algorithm: object, secret: bytes, payload: str | None = None) -> str:
    """Sign as an attacker who follows no library's rules."""
    header = json.dumps({"alg": algorithm, "typ": "JWT"})
    payload = payload or json.dumps({"sub": "ada", "exp": int(NOON.timestamp()) + 60})
    signed = f"{_encoded(header.encode())}.{_encoded(payload.encode())}"
    return f"{signed}.{_encoded(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
