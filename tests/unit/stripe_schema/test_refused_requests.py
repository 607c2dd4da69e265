"""Validation of requests: a request that Stripe would refuse is refused with the path of its error."""

import pytest

from stripe_schema import SchemaMismatch, validate_request


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/v1/customers/cus_1"),
        ("POST", "/v1/subscriptions/sub_1"),
        ("GET", "/v1/billing_portal/sessions/bps_1"),
        ("GET", "/v1/customers/cus_1/"),
        ("GET", "/v1/nothing"),
    ],
)
def test_request_that_this_product_does_not_make_is_refused(method: str, path: str) -> None:
    with pytest.raises(SchemaMismatch, match=r"no operation of this product goes there"):
        validate_request(method, path)


@pytest.mark.parametrize(
    ("method", "path", "form", "complaint"),
    [
        ("GET", "/v1/subscriptions", "state=all", r"'state' was unexpected"),
        ("GET", "/v1/subscriptions", "status=every", r'status: "every" is not one of'),
        ("GET", "/v1/subscriptions", "limit=many", r'limit: "many" is not of type "integer"'),
        ("GET", "/v1/subscriptions", "created[since]=5", r"created: .*'since' was unexpected"),
        ("GET", "/v1/subscriptions", "created[gte]=today", r'created\.gte: "today" is not of type "integer"'),
        ("GET", "/v1/subscriptions", "expand[1]=data.customer", r'expand: .* is not of type "array"'),
        ("GET", "/v1/subscription_items", "limit=1", r'"subscription" is a required property'),
        ("GET", "/v1/events", "delivery_success=yes", r'delivery_success: "yes" is not of type "boolean"'),
        (
            "POST",
            "/v1/billing_portal/sessions",
            "customer[id]=cus_1",
            r'customer: .* is not of type "string"',
        ),
        (
            "POST",
            "/v1/billing_portal/sessions",
            "flow_data[type]=buy",
            r'flow_data\.type: "buy" is not one of',
        ),
        (
            "POST",
            "/v1/billing_portal/sessions",
            "flow_data[type]=subscription_cancel&flow_data[subscription_cancel][retention][type]=coupon_offer",
            r'flow_data\.subscription_cancel: "subscription" is a required property',
        ),
        (
            "POST",
            "/v1/billing_portal/sessions",
            "flow_data[type]=subscription_update_confirm"
            "&flow_data[subscription_update_confirm][subscription]=sub_1"
            "&flow_data[subscription_update_confirm][items][0][quantity]=2",
            r'flow_data\.subscription_update_confirm\.items\.0: "id" is a required property',
        ),
        (
            "POST",
            "/v1/checkout/sessions",
            "payment_method_types[0]=card",
            r"'payment_method_types' was unexpected",
        ),
        (
            "POST",
            "/v1/webhook_endpoints",
            "url=https%3A%2F%2Fx.example.com&enabled_events[0]=invoice.payed",
            r"enabled_events\.0: .* is not one of",
        ),
        (
            "POST",
            "/v1/webhook_endpoints/we_1",
            "api_version=2026-10-28.endive",
            r"'api_version' was unexpected",
        ),
    ],
)
def test_unknown_parameter_is_refused_by_name(method: str, path: str, form: str, complaint: str) -> None:
    with pytest.raises(SchemaMismatch, match=complaint):
        validate_request(method, path, form)


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ("customer=cus_1&customer=cus_2", "customer: given more than once"),
        ("flow_data=x&flow_data[type]=subscription_cancel", "stands beside a plain value"),
        ("flow_data[type]=subscription_cancel&flow_data=x", "given more than once"),
        ("flow_data[type=subscription_cancel", "brackets must"),
        ("flow_data[]=subscription_cancel", "brackets must"),
        ("customer", "bad query field"),
        (b"customer=\xff", "ascii"),
    ],
)
def test_malformed_form_is_refused(form: str | bytes, complaint: str) -> None:
    with pytest.raises(SchemaMismatch, match=complaint):
        validate_request("POST", "/v1/billing_portal/sessions", form)


def test_parameters_in_both_query_and_body_are_refused() -> None:
    with pytest.raises(SchemaMismatch, match="beside it"):
        validate_request("GET", "/v1/charges?limit=1", "limit=2")
