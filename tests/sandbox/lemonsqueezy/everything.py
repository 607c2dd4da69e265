"""A year in which every event occurs."""

from __future__ import annotations

from datetime import timedelta

from payment_sandbox.lemonsqueezy.cards import FAILING, OTHER
from payment_sandbox.lemonsqueezy.life import customers
from payment_sandbox.lemonsqueezy.life.cancelling import cancel, resume
from payment_sandbox.lemonsqueezy.life.changing_plan import change_plan
from payment_sandbox.lemonsqueezy.life.pausing import pause, unpause
from payment_sandbox.lemonsqueezy.life.payment_method import update_payment_method
from payment_sandbox.lemonsqueezy.life.refunding import refund
from sandbox.lemonsqueezy.stage import Stage


def happens(stage: Stage) -> None:
    """Let everything happen to four customers."""
    custom = {"user_id": "user_ada"}
    lifetime = stage.buy(stage.variant("Lifetime"), email="ben@example.com", custom={"user_id": "user_ben"})
    refund(stage.shop, lifetime, 2500)
    subscription = stage.subscribe(custom=custom)
    stage.subscribe(stage.variant_with_trial(), email="cleo@example.com")
    failing = stage.subscribe(card=FAILING, email="dora@example.com", custom=custom)
    stage.move(days=31)
    update_payment_method(stage.shop, stage.fresh(failing), OTHER)
    refund(stage.shop, next(stage.shop.records.newest("subscription-invoices")), 100)
    change_plan(stage.shop, stage.fresh(subscription), stage.variant("Basic", "Yearly"), "at once")
    cancel(stage.shop, stage.fresh(subscription))
    resume(stage.shop, stage.fresh(subscription))
    pause(stage.shop, stage.fresh(subscription), "free", stage.shop.clock.now() + timedelta(days=10))
    unpause(stage.shop, stage.fresh(subscription))
    cancel(stage.shop, stage.fresh(subscription))
    customer = stage.shop.resources.the("customers", subscription["attributes"]["customer_id"])
    customers.update(stage.shop, customer, {"name": "Ada Pier", "city": "Lisbon", "country": "PT"})
    stage.move(days=334)
