"""Amounts and statuses of one-off purchases that other integrations got wrong, in either order of the events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from fixtures.lemonsqueezy.payloads import changed
from fixtures.stripe.payloads import event, variant
from public_reports.reported import Company, purchase

Told = tuple[str, dict[str, Any]]
CARLA, WANDA = {"user_id": "user_carla"}, {"user_id": "user_wanda"}


def about(id_: str, name: str, **changed: Any) -> dict[str, Any]:
    """Return Bob's object with other ids. `id_` is the name that all objects of the purchase share."""
    told = purchase(name)
    for field in ("id", "payment_intent", "charge", "invoice", "latest_charge"):
        if isinstance(told.get(field), str):
            told[field] = told[field].replace("BobCourse", id_)
    if isinstance(told.get("payment"), dict):
        told["payment"] = {"type": "payment_intent", "payment_intent": f"pi_{id_}"}
    return told | changed


def of_type(type_: str, **changed: Any) -> Told:
    """Return the object of the project's own event of this type."""
    return type_, event(type_)["data"]["object"] | changed


async def tell(company: Company, told: Sequence[Told], *, backwards: bool) -> None:
    """Deliver events that happened an hour apart, in one order or the other."""
    dated: Iterable[tuple[int, Told]] = enumerate(told)
    for number, (type_, object_) in reversed(list(dated)) if backwards else dated:
        await company.stripe_sends(type_, object_, days_ago=9 - number / 24)


async def only_purchase(company: Company, customer: str) -> dict[str, Any]:
    billing = await company.billing(customer)
    (found,) = billing["purchases"]
    assert billing["access"]["granted"] == found["access"]["granted"]
    return dict(found)


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR", "exponent": 2}


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "reversed"])
async def test_refund_of_the_amount_left_after_credit_is_a_full_refund(company: Company, *, backwards: bool) -> None:
    """restrictcontentpro/restrict-content-pro#233, supabase/supabase#29692: the total was taken for the payment."""
    id_, charged = "CarlaCourse", {"customer": "cus_Carla"}
    amounts = {"amount": 8900, "amount_captured": 8900, "amount_refunded": 8900, "refunded": True}
    told = [
        ("invoice.paid", variant("invoice.with_credit_balance") | {"metadata": CARLA}),
        ("invoice_payment.paid", about(id_, "invoice_payment.of_one_off_purchase", amount_paid=8900)),
        (
            "payment_intent.succeeded",
            about(id_, "payment_intent.of_checkout", amount=8900, amount_received=8900, **charged),
        ),
        ("charge.refunded", about(id_, "charge.refunded_in_full", **amounts, **charged)),
    ]
    await tell(company, told, backwards=backwards)
    found = await only_purchase(company, "user_carla")
    assert (found["status"], found["paid"], found["refunded"]) == ("refunded", euros(8900), euros(8900))
    assert not found["access"]["granted"]


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "reversed"])
@pytest.mark.parametrize(
    ("lost", "status", "granted"),
    [(5000, "partially_refunded", True), (12900, "charged_back", False)],
    ids=["partial", "full"],
)
async def test_lost_dispute_refunds_its_own_amount(
    company: Company, lost: int, status: str, *, granted: bool, backwards: bool
) -> None:
    """Access ended although 50 of 129 were taken back."""
    session = event("checkout.session.completed")["data"]["object"] | {"metadata": WANDA, "client_reference_id": None}
    named = {"id": "cs_test_Wanda", "invoice": None, "payment_intent": "pi_WandaCourse", "customer": "cus_Wanda"}
    told = [
        ("checkout.session.completed", session | named),
        ("charge.dispute.created", variant("dispute.open") | {"amount": lost}),
        ("charge.dispute.closed", variant("dispute.part_lost") | {"amount": lost}),
    ]
    await tell(company, told, backwards=backwards)
    found = await only_purchase(company, "user_wanda")
    assert (found["status"], found["refunded"], found["access"]["granted"]) == (status, euros(lost), granted)


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "reversed"])
async def test_quote_for_a_course_is_a_purchase(company: Company, *, backwards: bool) -> None:
    """stripe/stripe-python#1359: an invoice with a parent was taken for one of a subscription."""
    id_, named = "QuinnCourse", {"customer": "cus_Quinn"}
    told = [
        ("invoice.paid", variant("invoice.of_quote") | {"metadata": {"user_id": "user_quinn"}}),
        ("invoice_payment.paid", about(id_, "invoice_payment.of_one_off_purchase")),
        ("payment_intent.succeeded", about(id_, "payment_intent.of_checkout", **named)),
    ]
    await tell(company, told, backwards=backwards)
    found = await only_purchase(company, "user_quinn")
    assert (found["id"], found["status"], found["paid"]) == ("pi_QuinnCourse", "paid", euros(12900))
    assert found["access"]["granted"]
    assert (await company.billing("user_quinn"))["subscriptions"] == []


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "reversed"])
async def test_quote_for_a_subscription_is_not_a_purchase(company: Company, *, backwards: bool) -> None:
    """A quote's invoice names its subscription in a line, and nowhere else."""
    invoice = variant("invoice.of_quote") | {"metadata": {"user_id": "user_quinn"}}
    item = {"subscription": "sub_Quinn", "subscription_item": "si_Quinn", "proration": False, "invoice_item": None}
    for line in invoice["lines"]["data"]:
        line["parent"] = {"type": "subscription_item_details", "subscription_item_details": item}
    paid = about("QuinnCourse", "payment_intent.of_checkout", metadata={"user_id": "user_quinn"}, customer="cus_Quinn")
    told = [
        ("invoice.paid", invoice),
        ("invoice_payment.paid", about("QuinnCourse", "invoice_payment.of_one_off_purchase")),
        ("payment_intent.succeeded", paid),
    ]
    await tell(company, told, backwards=backwards)
    assert (await company.billing("user_quinn"))["purchases"] == []


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "reversed"])
async def test_expired_authorization_has_failed(company: Company, *, backwards: bool) -> None:
    """It stayed pending for good, or counted as refunded, because Stripe refunds what it releases."""
    types = ("payment_intent.amount_capturable_updated", "charge.expired", "payment_intent.canceled")
    await tell(company, [of_type(type_) for type_ in types], backwards=backwards)
    found = await only_purchase(company, "user_mia")
    assert (found["status"], found["access"]["granted"]) == ("failed", False)


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "reversed"])
async def test_partly_captured_authorization_is_paid_with_that_part(company: Company, *, backwards: bool) -> None:
    told = [
        ("payment_intent.amount_capturable_updated", variant("payment_intent.authorized")),
        of_type("charge.captured"),
        ("payment_intent.succeeded", variant("payment_intent.captured_in_part")),
    ]
    await tell(company, told, backwards=backwards)
    found = await only_purchase(company, "user_nils")
    assert (found["status"], found["paid"], found["refunded"]) == ("paid", euros(4000), euros(0))


@pytest.mark.parametrize(
    ("word", "customer"),
    [(42, "42"), ("42", "42"), (42.0, None), (True, None), (["42"], None), ({"id": 42}, None), (None, None)],
    ids=["integer", "text", "float", "boolean", "list", "object", "null"],
)
async def test_user_id_is_text_or_an_integer(company: Company, word: object, customer: str | None) -> None:
    """lmsqueezy/lemonsqueezy.js: checkouts hand numbers back as numbers. Anything else stays unlinked."""
    order = changed("orders.paid")
    await company.lemonsqueezy_sends("order_created", order, user=word)
    unlinked = [each["id"] for each in await company.unlinked()]
    if customer is None:
        assert str(order["attributes"]["customer_id"]) in unlinked
    else:
        assert (await only_purchase(company, customer))["status"] == "paid"
