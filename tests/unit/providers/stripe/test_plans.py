"""A subscription's plan, and restrictions on changing it in the portal."""

from __future__ import annotations

from typing import Any

from domain.catalogue.item import SubscriptionItem
from domain.catalogue.pricing import Pricing
from domain.intent import PortalRestriction
from domain.money import Money
from fixtures.stripe.payloads import variant
from unit.providers.stripe.reading import told

UPDATED = "customer.subscription.updated"


def plan_and_lock(subscription: dict[str, Any]) -> tuple[SubscriptionItem | None, PortalRestriction | None]:
    snapshot = told(subscription, UPDATED)
    return snapshot.plan, snapshot.plan_restriction


def test_plan_is_the_price_of_the_item() -> None:
    assert plan_and_lock(variant("subscription.renewed")) == (
        SubscriptionItem(
            id="price_ProMonthly",
            product_id="prod_Pro",
            price_id="price_ProMonthly",
            pricing=Pricing.per_unit(Money(amount=1900, currency="EUR")),
            interval="month",
            interval_count=1,
            quantity=1,
        ),
        None,
    )


def test_legacy_plan_is_decoded_like_a_price() -> None:
    old = variant("subscription.renewed")
    price = old["items"]["data"][0].pop("price")
    old["items"]["data"][0]["plan"] = {
        "id": price["id"],
        "product": price["product"],
        "amount": price["unit_amount"],
        "currency": price["currency"],
        "interval": "month",
        "interval_count": 1,
        "usage_type": "licensed",
    }
    assert plan_and_lock(old) == plan_and_lock(variant("subscription.renewed"))


def test_metered_item_has_no_quantity_and_cannot_be_changed() -> None:
    plan, lock = plan_and_lock(variant("subscription.metered"))
    assert plan is not None
    assert (plan.id, plan.quantity, lock) == ("price_ApiCalls", None, PortalRestriction.METERED)


def test_plan_is_the_first_item_that_is_not_metered() -> None:
    subscription = variant("subscription.several_items")
    metered = variant("subscription.metered")["items"]["data"][0]
    subscription["items"]["data"].insert(0, metered)
    plan, lock = plan_and_lock(subscription)
    assert plan is not None
    assert (plan.id, lock) == ("price_TeamMonthly", PortalRestriction.SEVERAL_ITEMS)


def test_plan_paid_by_invoice_cannot_be_changed() -> None:
    assert plan_and_lock(variant("subscription.send_invoice"))[1] is PortalRestriction.SEND_INVOICE


def test_payment_by_invoice_takes_precedence_over_other_restrictions() -> None:
    """Both restrict plan changes, but only payment by invoice excludes a pause as well."""
    for name in ("subscription.several_items", "subscription.metered"):
        by_invoice = variant(name) | {"collection_method": "send_invoice"}
        assert plan_and_lock(by_invoice)[1] is PortalRestriction.SEND_INVOICE


def test_tiered_price_has_no_amount() -> None:
    tiered = variant("subscription.renewed")
    tiered["items"]["data"][0]["price"] |= {"unit_amount": None, "unit_amount_decimal": None}
    plan, _ = plan_and_lock(tiered)
    assert plan is not None
    assert plan.price is None


def test_unknown_interval_is_left_empty() -> None:
    odd = variant("subscription.renewed")
    odd["items"]["data"][0]["price"]["recurring"]["interval"] = "fortnight"
    plan, _ = plan_and_lock(odd)
    assert plan is not None
    assert plan.interval is None


def test_subscription_without_items_has_no_plan() -> None:
    empty = variant("subscription.renewed")
    empty["items"]["data"] = []
    assert plan_and_lock(empty) == (None, None)
