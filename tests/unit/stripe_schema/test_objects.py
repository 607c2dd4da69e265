"""Objects: Stripe's own are accepted in all their forms; anything made wrongly is told where."""

from collections.abc import Callable
from typing import Any

import pytest

from fixtures.stripe.payloads import event, variant, wrap
from stripe_schema import SchemaMismatch, validate_object

Change = Callable[[dict[str, Any]], object]


def test_an_expandable_field_may_hold_an_id_or_the_object() -> None:
    expanded = variant("subscription.expanded")
    assert isinstance(expanded["customer"], dict)
    validate_object(expanded)
    validate_object(expanded | {"customer": "cus_Ada"})


def test_a_deleted_customer_is_little_or_whole() -> None:
    validate_object({"id": "cus_Zoe", "object": "customer", "deleted": True})
    validate_object(event("customer.deleted")["data"]["object"])


def test_enumerations_of_answers_are_open() -> None:
    validate_object(variant("subscription.renewed") | {"status": "hibernating"})


def test_a_page_is_as_good_as_what_is_on_it() -> None:
    validate_object(_page(variant("price.course"), variant("price.pro_monthly")))
    with pytest.raises(SchemaMismatch, match=r"data\.1: .*'colour' was unexpected"):
        validate_object(_page(variant("price.course"), variant("price.pro_monthly") | {"colour": "red"}))


def test_what_an_event_carries_is_validated_too() -> None:
    broken = variant("charge.paid") | {"amount": "12900"}
    with pytest.raises(SchemaMismatch, match=r'data\.object\.amount: "12900" is not of type "integer"'):
        validate_object(wrap(broken, "charge.refunded", created=1793696520, event_id="evt_1"))


def test_an_event_type_that_stripe_does_not_have_is_refused() -> None:
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
def test_a_subscription_made_wrongly_is_told_where(change: Change, complaint: str) -> None:
    subscription = variant("subscription.renewed")
    change(subscription)
    with pytest.raises(SchemaMismatch, match=complaint):
        validate_object(subscription)


def test_a_long_value_is_cut_short() -> None:
    with pytest.raises(SchemaMismatch, match=r"amount: .{200}\.\.\.$"):
        validate_object(variant("charge.paid") | {"amount": "1" * 5_000})


def test_a_long_list_of_problems_is_cut_short() -> None:
    with pytest.raises(SchemaMismatch, match=r"\.\.\. and \d+ more$"):
        validate_object({"object": "invoice"})


def _page(*objects: dict[str, Any]) -> dict[str, Any]:
    return {"object": "list", "data": list(objects), "has_more": False, "url": "/v1/prices"}
