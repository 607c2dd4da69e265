"""Failures of other integrations that were reported in public, replayed against this service: one-off purchases."""

from __future__ import annotations

from fixtures.lemonsqueezy.payloads import changed
from fixtures.stripe.payloads import variant
from public_reports.reported import Company, ago, subscription, text_ago


async def test_refund_delivered_before_its_order_is_not_lost(company: Company) -> None:
    """singhharsh1708/scrollcraft#263: the late order granted what had been refunded."""
    await company.lemonsqueezy_sends("order_refunded", changed("orders.refunded", updated_at=text_ago(1)), user="lin")
    await company.lemonsqueezy_sends("order_created", changed("orders.paid", updated_at=text_ago(3)), user="lin")
    (purchase,) = (await company.billing("lin"))["purchases"]
    assert (purchase["status"], purchase["access"]["granted"]) == ("refunded", False)


async def test_cancelled_refund_restores_the_purchase(company: Company) -> None:
    """antiwork/gumroad#5779: a refund that was canceled after it began kept counting as refunded."""
    checkout = variant("checkout.session.guest")
    paid, refunded = variant("charge.guest"), {"amount_refunded": 12900, "refunded": True}
    await company.stripe_sends("checkout.session.completed", checkout, days_ago=9)
    await company.stripe_sends("charge.refunded", paid | refunded, days_ago=3)
    assert (await company.billing("user_gus"))["purchases"][0]["status"] == "refunded"
    refund = variant("refund.of_the_rest") | {"charge": paid["id"], "status": "canceled"}
    await company.stripe_sends("refund.updated", refund, days_ago=1)
    company.stripe.api.hold(paid)
    await company.api.installation.use_cases().ask_provider()
    (purchase,) = (await company.billing("user_gus"))["purchases"]
    assert (purchase["status"], purchase["refunded"]["amount"]) == ("paid", 0)


async def test_lifetime_purchase_outlives_the_subscription_it_replaces(company: Company) -> None:
    """restrictcontentpro/restrict-content-pro#694: a one-off purchase beside a subscription, which then ends."""
    await company.stripe_sends("customer.subscription.created", subscription(), days_ago=8)
    order = changed("orders.paid", created_at=text_ago(3), updated_at=text_ago(3))
    await company.lemonsqueezy_sends("order_created", order, user="user_ada")
    ended = subscription(status="canceled", ended_at=ago(1))
    await company.stripe_sends("customer.subscription.deleted", ended, days_ago=1)
    billing = await company.billing("user_ada")
    assert billing["access"] == {"granted": True, "until": None, "reason": "purchase_paid"}
    assert billing["home_provider"] == "stripe"
