"""Responses of `GET /v1/customers/{customer_id}/billing`."""

from __future__ import annotations

from datetime import timedelta

from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.purchases.contents import PurchasedItem
from domain.purchases.facet import PaymentStatus
from domain.subscription import SubscriptionStatus
from examples import ADA, MONTH, NOON, claim, told_contents, told_invoice, told_item, told_payment, told_subscription
from integration.http.api import Api, is_problem

PURCHASE = claim(kind=ObjectKind.ORDER, subject="order")

TEN_DOLLARS = {"amount": 1000, "currency": "USD", "exponent": 2}
PRICING = {
    "scheme": "per_unit",
    "amount": "1000",
    "currency": "USD",
    "exponent": 2,
    "package_size": None,
    "rounding": None,
}


async def test_subscription_has_exactly_the_documented_fields(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    response = await api.get("/v1/customers/ada/billing")
    access = {"granted": True, "until": "2026-02-04T12:00:00Z", "reason": "subscription_active"}
    assert response.status_code == 200
    assert response.json() == {
        "customer_id": "ada",
        "home_provider": "alpha",
        "access": access,
        "subscriptions": [
            {
                "provider": "alpha",
                "id": "sub",
                "provider_customer_id": "account",
                "status": "active",
                "raw_status": "active",
                "plan": {
                    "id": "basic",
                    "product_id": "product",
                    "name": None,
                    "price": TEN_DOLLARS,
                    "pricing": PRICING,
                    "interval": "month",
                    "interval_count": 1,
                    "quantity": 1,
                    "usage": "licensed",
                },
                "items": [
                    {
                        "price_id": None,
                        "product_id": "product",
                        "name": None,
                        "quantity": 1,
                        "price": TEN_DOLLARS,
                        "pricing": PRICING,
                        "interval": "month",
                        "interval_count": 1,
                        "usage": "licensed",
                    }
                ],
                "total": TEN_DOLLARS,
                "discounted": False,
                "next_charge": TEN_DOLLARS,
                "refunded": None,
                "started_at": "2026-01-05T12:00:00Z",
                "current_period_end": "2026-02-04T12:00:00Z",
                "trial_ends_at": None,
                "cancels_at": None,
                "ended_at": None,
                "pauses_at": None,
                "resumes_at": None,
                "pending_change": None,
                "access": access,
                "can_change_plan": True,
                "intents": ["manage", "change_plan", "update_payment_method", "cancel"],
                "as_of": "2026-01-05T12:00:00Z",
                "contested": False,
            }
        ],
        "purchases": [],
        "more": {"subscriptions": None, "purchases": None},
        "intents": ["manage", "change_plan", "update_payment_method", "cancel"],
    }


async def test_purchase_has_exactly_the_documented_fields(api: Api) -> None:
    await api.hear(told_payment(), told_item(name="Lifetime"), claims=(PURCHASE,))
    response = await api.get("/v1/customers/ada/billing")
    access = {"granted": True, "until": None, "reason": "purchase_paid"}
    assert response.json() == {
        "customer_id": "ada",
        "home_provider": "alpha",
        "access": access,
        "subscriptions": [],
        "purchases": [
            {
                "provider": "alpha",
                "id": "order",
                "provider_customer_id": "account",
                "status": "paid",
                "raw_status": "paid",
                "product_id": "lifetime",
                "product_name": "Lifetime",
                "items": [
                    {
                        "price_id": "lifetime_price",
                        "product_id": "lifetime",
                        "name": "Lifetime",
                        "quantity": None,
                        "amount": None,
                    }
                ],
                "paid": {"amount": 9900, "currency": "USD", "exponent": 2},
                "refunded": {"amount": 0, "currency": "USD", "exponent": 2},
                "purchased_at": "2026-01-05T12:00:00Z",
                "access": access,
                "can_change_plan": False,
                "as_of": "2026-01-05T12:00:00Z",
            }
        ],
        "more": {"subscriptions": None, "purchases": None},
        "intents": ["manage", "update_payment_method"],
    }


async def test_purchased_item_without_a_price_shows_its_variant(api: Api) -> None:
    await api.hear(told_payment(), told_contents("order", PurchasedItem(variant_id="321")), claims=(PURCHASE,))
    (purchase,) = (await api.get("/v1/customers/ada/billing")).json()["purchases"]
    assert [item["price_id"] for item in purchase["items"]] == ["321"]


async def test_customer_without_purchases_has_empty_lists(api: Api) -> None:
    await api.put("/v1/customers/ada", {})
    response = await api.get("/v1/customers/ada/billing")
    assert response.status_code == 200
    assert response.json() == {
        "customer_id": "ada",
        "home_provider": None,
        "access": {"granted": False, "until": None, "reason": "nothing_bought"},
        "subscriptions": [],
        "purchases": [],
        "more": {"subscriptions": None, "purchases": None},
        "intents": [],
    }


async def test_unknown_customer_is_not_found(api: Api) -> None:
    is_problem(await api.get("/v1/customers/nobody/billing"), 404, "customer-not-found")


async def test_subscription_with_a_past_end_is_shown_as_ended_without_an_event(api: Api) -> None:
    await api.hear(told_subscription(cancels_at=NOON + MONTH), claims=(claim(),))
    before = (await api.get("/v1/customers/ada/billing")).json()["subscriptions"][0]
    api.clock.advance(MONTH + timedelta(seconds=1))
    after = (await api.get("/v1/customers/ada/billing")).json()["subscriptions"][0]
    assert (before["status"], before["ended_at"], before["cancels_at"]) == ("active", None, "2026-02-04T12:00:00Z")
    assert before["access"]["reason"] == "cancels_at_period_end"
    assert (after["status"], after["ended_at"], after["raw_status"]) == ("ended", "2026-02-04T12:00:00Z", "active")
    assert after["access"] == {"granted": False, "until": None, "reason": "subscription_ended"}
    assert after["can_change_plan"] is False


async def test_open_invoice_keeps_access_for_the_grace_days(api: Api) -> None:
    owing = told_subscription(status=SubscriptionStatus.PAST_DUE, raw_status="past_due")
    await api.hear(owing, told_invoice(), claims=(claim(),))
    access = (await api.get("/v1/customers/ada/billing")).json()["access"]
    assert access == {"granted": True, "until": "2026-01-19T12:00:00Z", "reason": "past_due_grace"}


async def test_pending_purchase_grants_no_access(api: Api) -> None:
    pending = told_payment(status=PaymentStatus.PENDING, raw_status="unpaid")
    await api.hear(pending, claims=(PURCHASE,))
    body = (await api.get("/v1/customers/ada/billing")).json()
    assert body["purchases"][0]["status"] == "pending"
    assert body["access"] == {"granted": False, "until": None, "reason": "purchase_pending"}


async def test_times_are_in_utc_and_end_in_z(api: Api) -> None:
    await api.hear(told_subscription(started_at=NOON + timedelta(milliseconds=5)), claims=(claim(),))
    subscription = (await api.get("/v1/customers/ada/billing")).json()["subscriptions"][0]
    assert subscription["started_at"] == "2026-01-05T12:00:00.005000Z"


async def test_forged_claim_credits_its_purchase_and_links_no_account(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(ADA, Trust.UNSIGNED),))
    assert [s["id"] for s in (await api.get("/v1/customers/ada/billing")).json()["subscriptions"]] == ["sub"]
    assert (await api.get("/v1/customers/ada")).json()["accounts"] == []


async def test_no_provider_is_called(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    api.alpha.fails = AssertionError("nobody may ask")
    assert (await api.get("/v1/customers/ada/billing")).status_code == 200
