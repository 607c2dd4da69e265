"""Validation of objects: all of Stripe's forms are accepted, and an invalid object is reported with the path of its
error.
"""

from collections.abc import Callable
from typing import Any

import pytest

from fixtures.stripe.payloads import event, variant, wrap
from stripe_schema import SchemaMismatch, validate_object

Change = Callable[[dict[str, Any]], object]


def test_expandable_field_accepts_an_id_or_an_object() -> None:
    expanded = variant("subscription.expanded")
    assert isinstance(expanded["customer"], dict)
    validate_object(expanded)
    validate_object(expanded | {"customer": "cus_Ada"})


def test_deleted_customer_is_accepted_in_both_forms() -> None:
    validate_object({"id": "cus_Zoe", "object": "customer", "deleted": True})
    validate_object(event("customer.deleted")["data"]["object"])


def test_unknown_enum_value_in_a_response_is_accepted() -> None:
    validate_object(variant("subscription.renewed") | {"status": "hibernating"})


def test_list_page_is_invalid_if_any_item_is() -> None:
    validate_object(_page(variant("price.course"), variant("price.pro_monthly")))
    with pytest.raises(SchemaMismatch, match=r"data\.1: .*'colour' was unexpected"):
        validate_object(_page(variant("price.course"), variant("price.pro_monthly") | {"colour": "red"}))


def test_object_inside_an_event_is_validated() -> None:
    broken = variant("charge.paid") | {"amount": "12900"}
    with pytest.raises(SchemaMismatch, match=r'data\.object\.amount: "12900" is not of type "integer"'):
        validate_object(wrap(broken, "charge.refunded", created=1793696520, event_id="evt_1"))


def test_unknown_event_type_is_refused() -> None:
    with pytest.raises(SchemaMismatch, match=r"type: .*is not one of"):
        validate_object(wrap(variant("charge.paid"), "charge.repented", created=1793696520, event_id="evt_1"))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda o: o.update(current_period_end=1), r"'current_period_end' was unexpected"),
        (lambda o: o["items"].update(colour="red"), r"items: .*'colour' was unexpected"),
        (lambda o: o["items"]["data"][0].update(colour="red"), r"items\.data\.0: .*'colour' was unexpected"),
        (lambda o: o["automatic_tax"].update(colour="red"), r"automatic_tax: .*'colour' was unexpected"),
        (
            lambda o: o["cancellation_details"].update(mood=1),
            r"cancellation_details: .*'mood' was unexpected",
        ),
        (lambda o: o["items"]["data"][0]["price"].update(product=7), r"price\.product: 7 is not of type"),
        (lambda o: o.update(cancel_at="tomorrow"), r'cancel_at: "tomorrow" is not of type'),
        (lambda o: o.update(status=7), r'status: 7 is not of type "string"'),
        (lambda o: o.update(created=None), r"created: null is not of type"),
        (lambda o: o.update(cancel_at_period_end="false"), r'"false" is not of type "boolean"'),
        (lambda o: o.update(metadata={"user_id": 42}), r"metadata\.user_id: 42 is not of type"),
        (lambda o: o.pop("status"), r'"status" is a required property'),
        (lambda o: o["items"].pop("has_more"), r'items: "has_more" is a required property'),
        (lambda o: o.update(customer={"id": "cus_Ada", "object": "customer"}), r"customer: .* is a required"),
        (lambda o: o.update(object="membership"), r"names nothing that Stripe has: 'membership'"),
        (lambda o: o.pop("object"), r"names nothing that Stripe has: None"),
    ],
)
def test_invalid_subscription_is_reported_with_the_path_of_the_error(change: Change, complaint: str) -> None:
    subscription = variant("subscription.renewed")
    change(subscription)
    with pytest.raises(SchemaMismatch, match=complaint):
        validate_object(subscription)


def test_long_value_is_truncated() -> None:
    with pytest.raises(SchemaMismatch, match=r"amount: .{200}\.\.\.$"):
        validate_object(variant("charge.paid") | {"amount": "1" * 5_000})


def test_long_list_of_problems_is_truncated() -> None:
    with pytest.raises(SchemaMismatch, match=r"\.\.\. and \d+ more$"):
        validate_object({"object": "invoice"})


def _page(*objects: dict[str, Any]) -> dict[str, Any]:
    return {"object": "list", "data": list(objects), "has_more": False, "url": "/v1/prices"}
