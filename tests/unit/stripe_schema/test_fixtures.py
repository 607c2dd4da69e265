"""The project's own Stripe payloads: a complete one for each event we handle, valid for its API version."""

from typing import Any

import pytest
import stripe

from fixtures.stripe.payloads import (
    API_VERSION,
    Shape,
    all_events,
    all_variants,
    event,
    event_bytes,
    sign,
    variant,
    wrap,
)
from stripe_schema import SchemaMismatch, validate_object

LISTENED_TO = {
    "charge": ["captured", "expired", "refunded"],
    "charge.dispute": ["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"],
    "checkout.session": ["completed", "async_payment_succeeded", "async_payment_failed", "expired"],
    "credit_note": ["created", "updated", "voided"],
    "customer": ["created", "updated", "deleted"],
    "customer.subscription": [
        *["created", "updated", "deleted", "paused", "resumed", "trial_will_end"],
        *["pending_update_applied", "pending_update_expired"],
    ],
    "invoice": [
        *["finalized", "paid", "payment_failed", "payment_action_required"],
        *["voided", "marked_uncollectible"],
    ],
    "invoice_payment": ["paid"],
    "payment_intent": ["succeeded", "payment_failed", "amount_capturable_updated", "canceled"],
    "price": ["updated"],
    "product": ["updated"],
    "refund": ["created", "updated", "failed"],
    "subscription_schedule": ["created", "updated", "released", "canceled", "completed", "aborted"],
}
EVENTS = [pytest.param(*each, id=f"{each[1]}-{each[0]}") for each in all_events()]
OF_TODAY = [pytest.param(payload, id=type_) for shape, type_, payload in all_events() if shape == "new"]
OF_BEFORE = [pytest.param(payload, id=f"{t}-{shape}") for shape, t, payload in all_events() if shape != "new"]
VARIANTS = [pytest.param(payload, id=name) for name, payload in all_variants()]


def test_every_handled_event_type_has_a_payload() -> None:
    listened_to = {f"{what}.{happened}" for what, words in LISTENED_TO.items() for happened in words}
    assert {type_ for shape, type_, _ in all_events() if shape == "new"} == listened_to


@pytest.mark.parametrize("payload", OF_TODAY)
def test_event_matches_the_sdk_schema(payload: dict[str, Any]) -> None:
    validate_object(payload)


@pytest.mark.parametrize("payload", VARIANTS)
def test_variant_matches_the_sdk_schema(payload: dict[str, Any]) -> None:
    validate_object(payload)


@pytest.mark.parametrize("payload", OF_BEFORE)
def test_event_of_an_older_version_has_removed_fields(payload: dict[str, Any]) -> None:
    with pytest.raises(SchemaMismatch, match=r"unexpected"):
        validate_object(payload)


@pytest.mark.parametrize(
    ("type_", "fields"),
    [
        ("customer.subscription.updated", ["current_period_start", "current_period_end", "plan", "quantity"]),
        ("invoice.paid", ["subscription", "paid", "payment_intent", "charge"]),
        ("charge.refunded", ["invoice", "refunds"]),
        ("payment_intent.succeeded", ["invoice", "charges"]),
    ],
)
def test_moved_fields_are_in_their_old_place_in_2020_payloads(type_: str, fields: list[str]) -> None:
    assert set(fields) <= event(type_, "2020-08-27")["data"]["object"].keys()
    assert not set(fields) & event(type_)["data"]["object"].keys()


@pytest.mark.parametrize(("shape", "type_", "payload"), EVENTS)
def test_event_matches_its_file_name(shape: Shape, type_: str, payload: dict[str, Any]) -> None:
    assert payload["type"] == type_
    assert payload["api_version"] == (API_VERSION if shape == "new" else shape)
    assert payload["livemode"] is payload["data"]["object"].get("livemode", False) is False


@pytest.mark.parametrize(("shape", "type_", "payload"), EVENTS)
def test_older_rendering_describes_the_same_event(shape: Shape, type_: str, payload: dict[str, Any]) -> None:
    assert _identity(payload) == _identity(event(type_)), shape


def test_signed_body_is_accepted_by_the_sdk() -> None:
    body = event_bytes("invoice.paid")
    header = sign(body, "whsec_made_up", 1796205606)
    assert stripe.WebhookSignature.verify_header(body.decode(), header, "whsec_made_up")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(body.decode(), header, "whsec_another")


def test_wrapped_object_is_a_valid_event() -> None:
    customer = variant("customer.without_user_id")
    before = {"email": "ada.before@example.com"}
    wrapped = wrap(customer, "customer.updated", created=1796205606, event_id="evt_1", previous_attributes=before)
    validate_object(wrapped)
    assert wrapped["data"] == {"object": customer, "previous_attributes": before}


def test_every_call_returns_a_copy() -> None:
    event("invoice.paid")["data"].clear()
    variant("price.course").clear()
    assert event("invoice.paid")["data"]
    assert variant("price.course")


def _identity(payload: dict[str, Any]) -> tuple[object, ...]:
    return payload["id"], payload["created"], payload["data"]["object"]["id"]
