"""New products and changed descriptions."""

from __future__ import annotations

import pytest

from payment_sandbox.stripe.life import catalogue
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


def test_new_product_can_be_sold(stage: Stage) -> None:
    product = catalogue.create_product(stage.account, name="Team")
    price = catalogue.create_price(
        stage.account, currency="usd", unit_amount=4900, product=product["id"], recurring={"interval": "month"}
    )
    assert stage.told() == ["product.created", "price.created"]
    assert stage.subscribe(price["id"])["items"]["data"][0]["price"] == price
    with pytest.raises(Refusal):
        catalogue.create_product(stage.account, name="Team", id=product["id"])


def test_changed_names_are_sent_as_events(stage: Stage) -> None:
    catalogue.update_product(stage.account, "prod_pro", name="Pro Plus")
    catalogue.update_price(stage.account, "price_pro_monthly", nickname="Pro Plus, monthly")
    product, price = stage.events()
    assert (product["type"], product["data"]["previous_attributes"]) == ("product.updated", {"name": "Pro"})
    assert (price["type"], price["data"]["previous_attributes"]) == ("price.updated", {"nickname": "Pro, monthly"})
