"""Customers named by Stripe's payloads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.providers.stripe.mentions import mentions
from application.ingestion.delivery_lifecycle import new_delivery
from application.ports.provider.mentions import Mentions
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from examples import ADA, NOON
from fixtures.stripe.payloads import event
from unit.providers.stripe.reading import REFERENCES, STRIPE, read, ref


def named(about: dict[str, Any], **rest: Any) -> Mentions:
    payload = json.dumps({"object": "event", "data": {"object": about, **rest}})
    found = mentions(payload, STRIPE, REFERENCES)
    assert found is not None
    return found


def test_invoice_names_its_customer_and_its_subscription() -> None:
    found = mentions(json.dumps(event("invoice.paid")), STRIPE, REFERENCES)
    invoice = event("invoice.paid")["data"]["object"]
    assert found is not None
    assert found.accounts == {ref(invoice["customer"])}
    assert found.emails == {invoice["customer_email"].casefold()}
    assert found.names == {invoice["customer_name"].casefold()}
    assert {kind for kind, _ in found.subjects} == {ObjectKind.INVOICE, ObjectKind.SUBSCRIPTION}


@pytest.mark.parametrize("type_", ["invoice.paid", "invoice.finalized"])
def test_stored_invoice_can_be_found_by_its_subscription_and_account(type_: str) -> None:
    stored = new_delivery(read(event(type_)), NOON)
    assert stored.subject is not None
    assert stored.subject[0] is ObjectKind.SUBSCRIPTION
    assert stored.account == ref(event(type_)["data"]["object"]["customer"])


def test_event_of_an_old_version_is_stored_with_its_object_and_account() -> None:
    told = event("customer.subscription.updated") | {"api_version": "2019-12-03"}
    reading, about = read(told).decoded, told["data"]["object"]
    assert isinstance(reading, ProviderUpdate)
    assert reading.source == (ObjectKind.SUBSCRIPTION, ref(about["id"]))
    assert reading.account == ref(about["customer"])


def test_ids_are_recognized_only_in_the_fields_that_carry_them() -> None:
    found = named(
        {
            "object": "subscription",
            "id": "sub_1",
            "metadata": {"user_id": "10", "plan": "11"},
            "client_reference_id": "12",
            "quantity": 13,
            "user_id": "14",
            "items": {"data": [{"metadata": {"user_id": "15"}}]},
        },
        previous_attributes={"metadata": {"user_id": "16"}},
    )
    assert found.customers == {"10", "12", "15", "16"}


def test_genuine_or_forged_reference_names_its_customer() -> None:
    made = REFERENCES.sign(ADA, at=NOON)
    for reference in (made, made[:-1] + "0", f"{ADA}.{'0' * 32}"):
        assert ADA in named({"client_reference_id": reference}).customers
        assert ADA in named({"metadata": {"user_id": reference}}).customers


def test_names_of_people_are_distinguished_from_product_names() -> None:
    found = named(
        {
            "object": "charge",
            "billing_details": {"name": "Vera", "email": "vera@x.example"},
            "product": {"object": "product", "name": "Pro"},
            "coupon": {"object": "coupon", "name": "Spring"},
            "customer": {"object": "customer", "id": "cus_1", "name": "Ada", "email": "ada@x.example"},
            "metadata": {"name": "Harbour"},
        }
    )
    assert found.names == {"vera", "ada"}
    assert found.accounts == {ref("cus_1")}
    before = named({"object": "customer", "id": "cus_1"}, previous_attributes={"name": "Old"})
    assert before.names == {"old"}


def test_address_is_recognized_as_a_whole_value_and_not_as_a_customer_id() -> None:
    metadata = {"user_id": "id@x.example", "mail": "V&V@x.example", "note": "ask a@x.example"}
    found = named({"metadata": metadata, "email": "odd"})
    assert found.emails == {"v&v@x.example", "ask a@x.example", "odd"}
    assert found.customers == {"id@x.example"}
