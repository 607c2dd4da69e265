"""The official `stripe` package works with the fake."""

from __future__ import annotations

import pytest
import stripe

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import disputes, schedules
from sandbox.stripe.stage import Stage


async def test_key_has_an_owner(client: stripe.StripeClient) -> None:
    assert (await client.v1.accounts.retrieve_current_async()).id == catalogue.ACCOUNT


async def test_customer_is_created_changed_found_and_deleted(client: stripe.StripeClient) -> None:
    made = await client.v1.customers.create_async({"email": "ada@example.com", "metadata": {"user_id": "ada"}})
    changed = await client.v1.customers.update_async(made.id, {"name": "Ada", "metadata": {"user_id": "", "plan": "x"}})
    assert (changed.name, changed.metadata.to_dict() if changed.metadata else None) == ("Ada", {"plan": "x"})
    await client.v1.customers.create_async({"email": "ADA@example.com"})
    found = await client.v1.customers.list_async({"email": "ada@example.com"})
    assert [each.id for each in found.data] == [made.id]
    assert (await client.v1.customers.delete_async(made.id)).deleted
    assert (await client.v1.customers.retrieve_async(made.id)).to_dict() == {
        "id": made.id,
        "object": "customer",
        "deleted": True,
    }
    assert (await client.v1.customers.list_async({"email": "ada@example.com"})).data == []


async def test_products_and_prices_are_created_and_found(client: stripe.StripeClient) -> None:
    product = await client.v1.products.create_async({"name": "Course", "description": "Ten lessons"})
    price = await client.v1.prices.create_async({"product": product.id, "currency": "eur", "unit_amount": 4900})
    yearly = await client.v1.prices.create_async(
        {"product": product.id, "currency": "eur", "unit_amount": 9900, "recurring": {"interval": "year"}}
    )
    assert (price.type, yearly.type) == ("one_time", "recurring")
    of_product = await client.v1.prices.list_async({"product": product.id, "active": True})
    assert [each.id for each in of_product.data] == [yearly.id, price.id]
    by_id = await client.v1.products.list_async({"ids": [product.id, "prod_pro"], "limit": 100})
    assert {each.id for each in by_id.data} == {product.id, "prod_pro"}
    expanded = await client.v1.prices.retrieve_async(price.id, {"expand": ["product"]})
    assert isinstance(expanded.product, stripe.Product)
    assert expanded.product.description == "Ten lessons"


async def test_checkout_session_is_created_listed_and_expired(client: stripe.StripeClient) -> None:
    customer = await client.v1.customers.create_async({"email": "ada@example.com"})
    session = await client.v1.checkout.sessions.create_async(
        {
            "mode": "subscription",
            "customer": customer.id,
            "client_reference_id": "ada",
            "line_items": [{"price": catalogue.PRO_MONTHLY, "quantity": 1}],
            "success_url": "https://app.example.com/welcome",
            "subscription_data": {"metadata": {"user_id": "ada"}, "trial_period_days": 14},
        }
    )
    assert (session.status, session.client_reference_id) == ("open", "ada")
    items = await client.v1.checkout.sessions.line_items.list_async(session.id)
    assert [item.price.id for item in items.data if item.price] == [catalogue.PRO_MONTHLY]
    listed = await client.v1.checkout.sessions.list_async({"customer": customer.id, "status": "open"})
    assert [each.id for each in listed.data] == [session.id]
    assert (await client.v1.checkout.sessions.expire_async(session.id)).status == "expired"
    assert (await client.v1.checkout.sessions.list_async({"status": "open"})).data == []


async def test_subscription_changes_its_plan_pauses_and_ends(client: stripe.StripeClient, stage: Stage) -> None:
    id_ = stage.subscribe()["id"]
    (item,) = (await client.v1.subscription_items.list_async({"subscription": id_})).data
    changed = await client.v1.subscriptions.update_async(
        id_, {"items": [{"id": item.id, "price": catalogue.PRO_MONTHLY}], "proration_behavior": "always_invoice"}
    )
    assert changed["items"].data[0].price.id == catalogue.PRO_MONTHLY
    planned = await client.v1.subscriptions.update_async(id_, {"cancel_at_period_end": True})
    assert planned.cancel_at == item.current_period_end
    undone = await client.v1.subscriptions.update_async(id_, {"cancel_at": ""})
    assert (undone.cancel_at, undone.cancel_at_period_end) == (None, False)
    paused = await client.v1.subscriptions.update_async(id_, {"pause_collection": {"behavior": "void"}})
    assert paused.pause_collection is not None
    resumed = await client.v1.subscriptions.update_async(id_, {"pause_collection": ""})
    assert resumed.pause_collection is None
    assert (await client.v1.subscriptions.cancel_async(id_)).status == "canceled"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["active"]),
        ({"status": "all"}, ["active", "canceled"]),
        ({"status": "active"}, ["active"]),
        ({"status": "canceled"}, ["canceled"]),
        ({"status": "ended"}, ["canceled"]),
        ({"status": "all", "price": catalogue.PRO_YEARLY}, ["active"]),
        ({"status": "all", "price": catalogue.PRO_MONTHLY}, []),
        ({"status": "all", "customer": "cus_nobody"}, []),
        ({"status": "all", "collection_method": "send_invoice"}, []),
        ({"status": "all", "created": {"gt": 0}}, ["active", "canceled"]),
        ({"status": "all", "created": {"lt": 1}}, []),
        ({"status": "all", "current_period_end": {"gte": 10**9}}, ["active", "canceled"]),
    ],
)
async def test_subscriptions_are_listed_by_filter(
    client: stripe.StripeClient, stage: Stage, wanted: stripe.params.SubscriptionListParams, found: list[str]
) -> None:
    await client.v1.subscriptions.cancel_async(stage.subscribe()["id"])
    stage.subscribe(catalogue.PRO_YEARLY)
    assert [each.status for each in (await client.v1.subscriptions.list_async(wanted)).data] == found


async def test_payment_is_found_from_every_related_object(client: stripe.StripeClient, stage: Stage) -> None:
    subscription = stage.subscribe()
    (invoice,) = (
        await client.v1.invoices.list_async({"subscription": subscription["id"], "expand": ["data.payments"]})
    ).data
    assert invoice.payments is not None
    (payment,) = invoice.payments.data
    intent = payment.payment.payment_intent
    assert isinstance(intent, str)
    (backwards,) = (
        await client.v1.invoice_payments.list_async({"payment": {"type": "payment_intent", "payment_intent": intent}})
    ).data
    assert backwards.invoice == invoice.id
    whole = await client.v1.payment_intents.retrieve_async(intent, {"expand": ["latest_charge", "customer"]})
    assert isinstance(whole.latest_charge, stripe.Charge)
    charges = await client.v1.charges.list_async({"customer": subscription["customer"], "payment_intent": intent})
    assert [each.id for each in charges.data] == [whole.latest_charge.id]
    assert (await client.v1.invoices.list_async({"customer": "cus_nobody"})).data == []


async def test_seller_refunds_a_charge_and_accepts_a_dispute(client: stripe.StripeClient, stage: Stage) -> None:
    charge = stage.charge_of(stage.buy())["id"]
    refund = await client.v1.refunds.create_async({"charge": charge, "amount": 100, "reason": "requested_by_customer"})
    assert (refund.amount, (await client.v1.charges.retrieve_async(charge)).amount_refunded) == (100, 100)
    assert [each.id for each in (await client.v1.refunds.list_async({"charge": charge})).data] == [refund.id]
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        await client.v1.refunds.create_async({"charge": charge, "amount": 10**6})
    disputed = disputes.open_dispute(stage.account, charge)["id"]
    assert [each.id for each in (await client.v1.disputes.list_async({"charge": charge})).data] == [disputed]
    assert (await client.v1.disputes.close_async(disputed)).status == "lost"


async def test_scheduled_downgrade_is_shown_and_released(client: stripe.StripeClient, stage: Stage) -> None:
    subscription = stage.subscribe(catalogue.PRO_MONTHLY)
    schedules.change_at_period_end(stage.account, subscription["id"], catalogue.BASIC_MONTHLY)
    (schedule,) = (await client.v1.subscription_schedules.list_async({"customer": subscription["customer"]})).data
    assert schedule.subscription == subscription["id"]
    whole = await client.v1.subscriptions.retrieve_async(subscription["id"], {"expand": ["schedule"]})
    assert isinstance(whole.schedule, stripe.SubscriptionSchedule)
    assert (await client.v1.subscription_schedules.release_async(schedule.id)).status == "released"
    assert (await client.v1.subscriptions.retrieve_async(subscription["id"])).schedule is None


async def test_invoice_is_sent_and_paid_by_hand(client: stripe.StripeClient, stage: Stage) -> None:
    id_ = stage.subscribe()["id"]
    changed = await client.v1.subscriptions.update_async(
        id_, {"collection_method": "send_invoice", "days_until_due": 10}
    )
    assert changed.days_until_due == 10
    stage.move(days=41)
    (invoice, *_) = (await client.v1.invoices.list_async({"subscription": id_, "status": "open"})).data
    assert (await client.v1.invoices.pay_async(invoice.id)).status == "paid"
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.invoices.pay_async(invoice.id)
    assert (await client.v1.subscriptions.retrieve_async(id_)).status == "active"
