"""Customers named by Lemon Squeezy's payloads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.providers.lemonsqueezy.mentions import mentions
from application.ingestion.delivery_lifecycle import new_delivery
from application.ports.provider.mentions import Mentions
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from examples import NOON
from fixtures.lemonsqueezy.payloads import event
from unit.providers.lemonsqueezy.reading import REFERENCES, read, ref


def named(told: dict[str, Any]) -> Mentions:
    found = mentions(json.dumps(told), ProviderName("lemonsqueezy"), REFERENCES)
    assert found is not None
    return found


def test_licence_names_its_owner_like_any_other_event() -> None:
    found = named(event("license_key_created"))
    assert found.customers == {"user_ben"}
    assert found.accounts == {ref("7002")}
    assert found.subjects == {(ObjectKind.ORDER, ref("9002"))}
    assert found.emails == {"ben@example.com"}
    assert found.names == {"ben pier"}


def test_customer_names_itself() -> None:
    found = named(event("customer_updated"))
    assert found.accounts == {ref("7001")}
    assert found.names == {"ada quay"}
    assert not found.customers


@pytest.mark.parametrize("word", [10, "10"])
def test_integer_id_is_recognized_by_its_digits_and_only_in_custom_data(word: object) -> None:
    told = event("order_created")
    told["meta"]["custom_data"] = {"user_id": word, "other": 11}
    told["data"]["attributes"]["quantity"] = 12
    assert named(told).customers == {"10"}


def test_names_and_addresses_are_found_in_php_spelling() -> None:
    told = event("order_created")
    told["data"]["attributes"] |= {"user_name": "Vera/Smith GmbH", "user_email": "v&v@x.example"}
    spelled = json.dumps(told).replace("/", "\\/").replace("&", "\\u0026")
    found = mentions(spelled, ProviderName("lemonsqueezy"), REFERENCES)
    assert found is not None
    assert found.names == {"vera/smith gmbh"}
    assert found.emails == {"v&v@x.example"}


def test_stored_payment_can_be_found_by_its_subscription_and_account() -> None:
    told = event("subscription_payment_success")
    del told["meta"]["custom_data"]
    stored = new_delivery(read(told), NOON)
    assert (stored.subject, stored.account) == ((ObjectKind.SUBSCRIPTION, ref("501")), ref("7001"))
