"""Only bodies that the provider signed recently are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from application.ports.errors import InvalidSignature
from contracts.providers.under_test import ProviderUnderTest

BODY = b'{"any": "body"}'


def test_body_signed_with_any_configured_secret_is_accepted(under_test: ProviderUnderTest) -> None:
    for secret in (0, 1):
        headers = under_test.signed(BODY, under_test.now, secret=secret)
        under_test.provider.webhooks.verify(headers, BODY, under_test.now)


def test_clock_may_differ_by_five_minutes_either_way(under_test: ProviderUnderTest) -> None:
    for minutes in (-5, 5):
        headers = under_test.signed(BODY, under_test.now + timedelta(minutes=minutes))
        under_test.provider.webhooks.verify(headers, BODY, under_test.now)


def test_forged_signature_is_refused(under_test: ProviderUnderTest) -> None:
    forged = list(under_test.forged(BODY, under_test.now))
    assert len(forged) > 5
    assert [what for what, headers in forged if lets_in(under_test, headers)] == []


def lets_in(under_test: ProviderUnderTest, headers: Mapping[str, str]) -> bool:
    try:
        under_test.provider.webhooks.verify(headers, BODY, under_test.now)
    except InvalidSignature:
        return False
    return True


def test_headers_of_a_signed_delivery_are_accepted_before_its_body(under_test: ProviderUnderTest) -> None:
    for secret in (0, 1):
        under_test.provider.webhooks.check_headers(under_test.signed(BODY, under_test.now, secret=secret))


def test_missing_signature_is_refused_before_the_body(under_test: ProviderUnderTest) -> None:
    signed = under_test.signed(BODY, under_test.now)
    signatures = [name for name in signed if "sign" in name]
    assert signatures
    for headers in ({}, *({**signed, name: ""} for name in signatures)):
        with pytest.raises(InvalidSignature):
            under_test.provider.webhooks.check_headers(headers)


def test_signed_body_of_any_bytes_is_accepted(under_test: ProviderUnderTest) -> None:
    for body in (b"", b"\xff\xfe", b"\x00", "é".encode("latin-1")):
        under_test.provider.webhooks.verify(under_test.signed(body, under_test.now), body, under_test.now)


def test_body_changed_by_one_byte_is_refused(under_test: ProviderUnderTest) -> None:
    headers = under_test.signed(BODY, under_test.now)
    for position in range(len(BODY)):
        changed = bytes([*BODY[:position], BODY[position] ^ 1, *BODY[position + 1 :]])
        with pytest.raises(InvalidSignature):
            under_test.provider.webhooks.verify(headers, changed, under_test.now)


def test_refusal_does_not_repeat_the_request(under_test: ProviderUnderTest) -> None:
    for _, headers in under_test.forged(BODY, under_test.now):
        with pytest.raises(InvalidSignature) as refused:
            under_test.provider.webhooks.verify(headers, BODY, under_test.now)
        assert not [value for value in headers.values() if value and value in str(refused.value)]
        assert not [secret for secret in under_test.secrets if secret in str(refused.value)]
