"""Decoding of the SDK's requests."""

from collections.abc import Callable

import pytest
from stripe import StripeClient
from stripe.params import InvoicePaymentListParams, SubscriptionListParams
from stripe.params.billing_portal import ConfigurationCreateParamsFeatures, SessionCreateParams

from stripe_schema import validate_request
from unit.stripe_schema.wire import sent_by

CONFIRM: SessionCreateParams = {
    "customer": "cus_Ada",
    "return_url": "https://app.example.com/billing?from=portal&tab=1",
    "flow_data": {
        "type": "subscription_update_confirm",
        "subscription_update_confirm": {
            "subscription": "sub_AdaPro",
            "items": [{"id": "si_AdaPro", "price": "price_TeamMonthly", "quantity": 3}],
        },
        "after_completion": {
            "type": "redirect",
            "redirect": {"return_url": "https://app.example.com/billing"},
        },
    },
}


def test_deep_link_sent_by_the_sdk_is_decoded() -> None:
    request = sent_by(lambda client: client.v1.billing_portal.sessions.create(CONFIRM))
    assert validate_request(request.method, request.path, request.form) == CONFIRM


def test_booleans_numbers_and_lists_in_a_form_are_typed() -> None:
    features: ConfigurationCreateParamsFeatures = {
        "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
        "subscription_update": {
            "enabled": True,
            "default_allowed_updates": ["price", "quantity"],
            "products": [
                {
                    "product": "prod_Pro",
                    "prices": ["price_ProMonthly"],
                    "adjustable_quantity": {"enabled": True, "maximum": 5},
                }
            ],
        },
    }
    request = sent_by(lambda client: client.v1.billing_portal.configurations.create({"features": features}))
    assert validate_request(request.method, request.path, request.form) == {"features": features}


def test_query_is_read_from_the_path_or_beside_it() -> None:
    filters: SubscriptionListParams = {
        "status": "all",
        "limit": 100,
        "created": {"gte": 1793610000},
        "expand": ["data.customer"],
    }
    request = sent_by(lambda client: client.v1.subscriptions.list(filters))
    assert validate_request(request.method, request.path, request.form) == filters
    assert validate_request("get", f"{request.path}?{request.form}") == filters


def test_invoice_payments_can_be_listed_by_payment_intent() -> None:
    filters: InvoicePaymentListParams = {"payment": {"type": "payment_intent", "payment_intent": "pi_BobCourse"}}
    request = sent_by(lambda client: client.v1.invoice_payments.list(filters))
    assert validate_request(request.method, request.path, request.form) == filters


def test_body_may_be_bytes_or_decoded_pairs() -> None:
    expected = {"email": "ada@example.com", "metadata": {"user_id": "user_ada"}}
    assert validate_request("POST", "/v1/customers", b"email=ada%40example.com&metadata[user_id]=user_ada") == expected
    pairs = {"email": "ada@example.com", "metadata[user_id]": "user_ada"}
    assert validate_request("POST", "/v1/customers", pairs) == expected


def test_list_is_ordered_by_its_indexes() -> None:
    pairs = {f"expand[{index}]": f"data.field{index}" for index in reversed(range(12))}
    expected = {"expand": [f"data.field{index}" for index in range(12)]}
    assert validate_request("GET", "/v1/subscriptions", pairs) == expected


def test_plain_value_is_accepted_where_a_structure_is_optional() -> None:
    assert validate_request("GET", "/v1/charges", "created=1793610000") == {"created": 1793610000}


def test_fraction_is_decoded_as_a_number() -> None:
    form = "mode=subscription&subscription_data[application_fee_percent]=2.5"
    decoded = validate_request("POST", "/v1/checkout/sessions", form)
    assert decoded == {"mode": "subscription", "subscription_data": {"application_fee_percent": 2.5}}


def test_empty_string_clears_a_clearable_field() -> None:
    assert validate_request("POST", "/v1/webhook_endpoints/we_1", "metadata=") == {"metadata": ""}


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.v1.accounts.retrieve_current(),
        lambda client: client.v1.billing_portal.configurations.retrieve("bpc_1"),
        lambda client: client.v1.billing_portal.configurations.update("bpc_1", {"active": False}),
        lambda client: client.v1.billing_portal.configurations.list({"is_default": True}),
        lambda client: client.v1.charges.retrieve("ch_1"),
        lambda client: client.v1.charges.list({"payment_intent": "pi_1"}),
        lambda client: client.v1.checkout.sessions.retrieve("cs_test_1"),
        lambda client: client.v1.checkout.sessions.list({"customer": "cus_1"}),
        lambda client: client.v1.checkout.sessions.line_items.list("cs_test_1", {"limit": 100}),
        lambda client: client.v1.checkout.sessions.create({"mode": "setup", "currency": "eur"}),
        lambda client: client.v1.customers.retrieve("cus_1"),
        lambda client: client.v1.customers.list({"email": "ada@example.com"}),
        lambda client: client.v1.disputes.retrieve("dp_1"),
        lambda client: client.v1.disputes.list({"charge": "ch_1"}),
        lambda client: client.v1.events.retrieve("evt_1"),
        lambda client: client.v1.events.list({"types": ["invoice.paid"], "delivery_success": False}),
        lambda client: client.v1.invoice_payments.retrieve("inpay_1"),
        lambda client: client.v1.invoices.retrieve("in_1", {"expand": ["payments"]}),
        lambda client: client.v1.invoices.list({"subscription": "sub_1"}),
        lambda client: client.v1.payment_intents.retrieve("pi_1"),
        lambda client: client.v1.payment_intents.list({"customer": "cus_1"}),
        lambda client: client.v1.prices.retrieve("price_1", {"expand": ["product"]}),
        lambda client: client.v1.prices.list({"lookup_keys": ["pro_monthly"]}),
        lambda client: client.v1.products.retrieve("prod_1"),
        lambda client: client.v1.products.list({"ids": ["prod_1"]}),
        lambda client: client.v1.refunds.retrieve("re_1"),
        lambda client: client.v1.refunds.list({"charge": "ch_1"}),
        lambda client: client.v1.subscription_items.list({"subscription": "sub_1", "limit": 100}),
        lambda client: client.v1.subscription_schedules.retrieve("sub_sched_1"),
        lambda client: client.v1.subscription_schedules.list({"customer": "cus_1"}),
        lambda client: client.v1.subscriptions.retrieve("sub_1"),
        lambda client: client.v1.webhook_endpoints.retrieve("we_1"),
        lambda client: client.v1.webhook_endpoints.list(),
        lambda client: client.v1.webhook_endpoints.create(
            {
                "url": "https://x.example.com",
                "enabled_events": ["invoice.paid"],
                "api_version": "2026-10-28.endive",
            }
        ),
    ],
)
def test_every_request_of_this_product_is_known(call: Callable[[StripeClient], object]) -> None:
    request = sent_by(call)
    validate_request(request.method, request.path, request.form)
