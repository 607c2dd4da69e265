"""Seed data of the fake Stripe."""

from __future__ import annotations

from payment_sandbox.stripe import catalogue
from sandbox.stripe.stage import Stage


def test_two_plans_and_a_lifetime_licence_are_sold(stage: Stage) -> None:
    prices = {each["id"]: (each["unit_amount"], each["type"]) for each in stage.records.all("price")}
    assert prices == {
        catalogue.BASIC_MONTHLY: (900, "recurring"),
        catalogue.BASIC_YEARLY: (9000, "recurring"),
        catalogue.PRO_MONTHLY: (1900, "recurring"),
        catalogue.PRO_YEARLY: (19_000, "recurring"),
        catalogue.LIFETIME: (14_900, "one_time"),
    }


def test_default_portal_configuration_offers_every_plan(stage: Stage) -> None:
    (configuration,) = stage.records.find("billing_portal.configuration", "is_default", value=True)
    update = configuration["features"]["subscription_update"]
    offered = [price for product in update["products"] for price in product["prices"]]
    recurring = [each["id"] for each in stage.records.all("price") if each["recurring"]]
    assert offered == recurring


def test_repeated_seeding_changes_nothing(stage: Stage) -> None:
    price = stage.account.get("price", catalogue.PRO_MONTHLY)
    stage.account.put({**price, "nickname": "Pro, by the month"})
    stage.vendor.begin()
    assert stage.account.get("price", catalogue.PRO_MONTHLY)["nickname"] == "Pro, by the month"
