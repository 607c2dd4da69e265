"""Failures of other integrations that were reported in public, replayed against this service: subscriptions."""

from __future__ import annotations

from domain.customer import CustomerId
from fixtures.lemonsqueezy.payloads import changed
from fixtures.stripe.payloads import variant
from public_reports.reported import Company, ago, shown, subscription, text_ago

ADA = CustomerId("user_ada")


async def test_zero_as_cancellation_time_is_ignored(company: Company) -> None:
    """get-engram/engram#336: healthy subscriptions carried `cancel_at: 0`."""
    await company.stripe_sends("customer.subscription.updated", subscription(cancel_at=0), days_ago=1)
    billing = await company.billing(ADA)
    assert billing["subscriptions"][0]["cancels_at"] is None
    assert billing["access"]["reason"] == "subscription_active"


async def test_cancelling_a_duplicate_subscription_keeps_access(company: Company) -> None:
    """DevBetterCom/DevBetterWeb#406, macro-inc/macro#1268: ending the duplicate ended the customer."""
    for id_ in ("sub_AdaPro", "sub_AdaTwice"):
        await company.stripe_sends("customer.subscription.created", subscription(id=id_), days_ago=5)
    duplicate = subscription(id="sub_AdaTwice", status="canceled", ended_at=ago(1))
    await company.stripe_sends("customer.subscription.deleted", duplicate, days_ago=1)
    billing = await company.billing(ADA)
    assert billing["access"]["reason"] == "subscription_active"
    assert "cancel" in billing["intents"]
    assert {each["id"]: each["status"] for each in billing["subscriptions"]} == {
        "sub_AdaPro": "active",
        "sub_AdaTwice": "ended",
    }


async def test_expiry_of_a_failed_first_attempt_does_not_replace_the_second(company: Company) -> None:
    """ParabolInc/parabol#9924: the expired attempt was stored in place of the running subscription."""
    attempt = {"id": "sub_AdaAttempt", "created": ago(9)}
    await company.stripe_sends(
        "customer.subscription.created", subscription(status="incomplete", **attempt), days_ago=9
    )
    await company.stripe_sends("customer.subscription.created", subscription(created=ago(8.9)), days_ago=8.9)
    expired = subscription(status="incomplete_expired", ended_at=ago(8), **attempt)
    await company.stripe_sends("customer.subscription.updated", expired, days_ago=8)
    assert (await company.billing(ADA))["access"]["reason"] == "subscription_active"
    assert (await company.home_reason(ADA))["reference"] == "sub_AdaPro"


async def test_creation_delivered_after_the_activation_does_not_lock_the_customer_out(company: Company) -> None:
    """laravel/cashier-stripe#1201, stripe/stripe-cli#418, pay-rails/pay#282: the subscription stayed incomplete."""
    await company.stripe_sends("customer.subscription.updated", subscription(), days_ago=1)
    await company.stripe_sends("customer.subscription.created", subscription(status="incomplete"), days_ago=1)
    assert (await company.billing(ADA))["subscriptions"][0]["status"] == "active"


async def test_renewal_paid_after_the_end_neither_revives_nor_becomes_a_purchase(company: Company) -> None:
    """hackerai-tech/hackerai#1303: the last invoice was paid when its subscription had been canceled."""
    ended = subscription(status="canceled", ended_at=ago(5))
    await company.stripe_sends("customer.subscription.deleted", ended, days_ago=5)
    await company.stripe_sends("payment_intent.succeeded", variant("payment_intent.of_subscription"), days_ago=1)
    await company.stripe_sends("invoice.paid", variant("invoice.of_subscription"), days_ago=1)
    billing = await company.billing(ADA)
    assert billing["subscriptions"][0]["status"] == "ended"
    assert billing["access"]["granted"] is False


async def test_upgrade_that_waits_for_its_payment_keeps_the_plan(company: Company) -> None:
    """hackerai-tech/hackerai#1264: `pending_update` was taken for the current plan."""
    pending = variant("subscription.pending_update")
    await company.stripe_sends("customer.subscription.updated", pending, days_ago=1)
    (customer,) = pending["metadata"].values()
    (shown_subscription,) = (await company.billing(customer))["subscriptions"]
    assert shown_subscription["plan"]["id"] == pending["items"]["data"][0]["price"]["id"]
    assert shown_subscription["pending_change"] is None


async def test_immediate_cancellation_ends_access_at_once(company: Company) -> None:
    """laravel/cashier-stripe#1623: no end date was stored, so that the subscription counted as running."""
    await company.stripe_sends("customer.subscription.created", subscription(), days_ago=8)
    ended = subscription(status="canceled", canceled_at=ago(0.1), ended_at=ago(0.1))
    await company.stripe_sends("customer.subscription.deleted", ended, days_ago=0.1)
    billing = await company.billing(ADA)
    assert billing["subscriptions"][0]["ended_at"] == shown(ago(0.1))
    assert billing["access"]["reason"] == "subscription_ended"
    assert "change_plan" not in billing["intents"]


async def test_customer_deleted_at_the_provider_can_buy_again_and_manage_it(company: Company) -> None:
    """monetr/monetr#146, laravel/cashier-stripe#920, mozilla/fxa#10767: the old customer id stayed in use."""
    await company.stripe_sends("customer.subscription.created", subscription(), days_ago=8)
    deleted = variant("customer.without_user_id")
    await company.stripe_sends("customer.deleted", deleted, days_ago=5)
    again = subscription(id="sub_AdaAgain", customer="cus_AdaAgain", created=ago(4))
    await company.stripe_sends("customer.subscription.created", again, days_ago=4)
    late = subscription(status="canceled", ended_at=ago(5))
    await company.stripe_sends("customer.subscription.deleted", late, days_ago=5)
    portal = [variant(f"billing_portal.configuration.{name}_plan_changes") for name in ("with", "without")]
    company.stripe.api.hold(deleted | {"id": "cus_AdaAgain"}, again, *portal)
    opened = await company.api.open_portal(ADA)
    assert (opened.status_code, opened.json()["kind"]) == (201, "portal")
    assert (await company.billing(ADA))["access"]["reason"] == "subscription_active"


async def test_undocumented_plan_change_event_changes_the_plan(company: Company) -> None:
    """lmsqueezy/lemonsqueezy.js#145: stores can select `subscription_plan_changed` alone."""
    active = changed("subscriptions.active", updated_at=text_ago(5))
    await company.lemonsqueezy_sends("subscription_created", active, user="lin")
    other = changed("subscriptions.active", variant_id=6299, variant_name="Max", updated_at=text_ago(1))
    await company.lemonsqueezy_sends("subscription_plan_changed", other, user="lin")
    assert (await company.billing("lin"))["subscriptions"][0]["plan"]["id"] == "6299"


async def test_failed_upgrade_that_is_cancelled_ends(company: Company) -> None:
    """lmsqueezy/lemonsqueezy.js#121: Lemon Squeezy lets it expire without a period of grace."""
    for status, days, more in (("active", 5, {}), ("past_due", 2, {}), ("expired", 1, {"ends_at": text_ago(1)})):
        state = changed("subscriptions.active", status=status, updated_at=text_ago(days), **more)
        await company.lemonsqueezy_sends("subscription_updated", state, user="lin")
    (ended,) = (await company.billing("lin"))["subscriptions"]
    assert (ended["status"], ended["access"]["reason"]) == ("ended", "subscription_ended")


async def test_mirror_holds_one_record_per_subscription(company: Company) -> None:
    """laravel/cashier-stripe#1678: creation and update at once stored the subscription twice."""
    for _ in range(2):
        await company.stripe_sends("customer.subscription.created", subscription(), days_ago=8)
        await company.stripe_sends("customer.subscription.updated", subscription(), days_ago=8)
    assert [each["id"] for each in (await company.billing(ADA))["subscriptions"]] == ["sub_AdaPro"]
