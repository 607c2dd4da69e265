"""Events and their webhooks."""

from __future__ import annotations

import pytest

from payment_sandbox.event_order import EventBackdated
from payment_sandbox.records import Document
from payment_sandbox.stripe import webhook_endpoints
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.events import RETRIES, previous_attributes
from payment_sandbox.stripe.life import customers
from sandbox.stripe.stage import Stage
from stripe_schema import validate_object

URL = "http://127.0.0.1:7071/webhooks/stripe"


def endpoint(stage: Stage, *events: str, version: str | None = None) -> Document:
    return webhook_endpoints.create(stage.account, url=URL, enabled_events=list(events), api_version=version)


def test_endpoint_gets_only_the_events_it_subscribed_to(stage: Stage) -> None:
    endpoint(stage, "customer.created", "checkout.session.completed")
    stage.subscribe()
    assert [each["type"] for each in stage.sent()] == ["customer.created", "checkout.session.completed"]
    for each in stage.sent():
        validate_object(each)


def test_every_endpoint_gets_the_same_event_in_its_own_version(stage: Stage) -> None:
    endpoint(stage, "customer.created", version="2026-10-28.endive")
    endpoint(stage, "*")
    customers.create(stage.account, email="ada@example.com")
    first, second = stage.sent()
    assert first == second
    assert (first["api_version"], first["livemode"], first["pending_webhooks"]) == ("2026-10-28.endive", False, 2)


def test_disabled_endpoint_gets_no_events(stage: Stage) -> None:
    made = endpoint(stage, "*")
    webhook_endpoints.update(stage.account, made["id"], disabled=True)
    customers.create(stage.account, email="ada@example.com")
    assert stage.sent() == []


def test_event_names_the_request_that_caused_it(stage: Stage) -> None:
    request = {"id": "req_1", "idempotency_key": "key"}
    customers.create(Account(stage.surroundings, request), email="ada@example.com")
    assert stage.events()[0]["request"] == request


def test_undelivered_webhook_is_retried_for_three_days() -> None:
    waits = [each.total_seconds() for each in RETRIES]
    assert waits == sorted(waits)
    assert 2.5 * 86_400 < sum(waits) < 3 * 86_400


def test_previous_attributes_are_the_changed_ones_before_the_change() -> None:
    before = {"a": 1, "list": [1, 2], "deep": {"x": 1, "y": 2}, "same": {"z": 3}}
    after = {"a": 2, "list": [1], "deep": {"x": 1, "y": 3, "new": 4}, "same": {"z": 3}}
    assert previous_attributes(before, after) == {"a": 1, "list": [1, 2], "deep": {"new": None, "y": 2}}


def test_event_dated_before_its_cause_is_refused(stage: Stage) -> None:
    customer = customers.create(stage.account, email="ada@example.com")
    stage.move(days=1)
    customers.update(stage.account, customer["id"], name="Ada")
    stage.sandbox.clock.reset()
    with pytest.raises(EventBackdated, match=customer["id"]):
        customers.update(stage.account, customer["id"], name="Ada Quay")
