"""Two sandboxes in which changes happen while the service is down."""

from __future__ import annotations

from collections.abc import Callable

from contracts.providers.lemonsqueezy_in_sandbox import LemonSqueezyInSandbox
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from payment_sandbox.lemonsqueezy.life.cancelling import cancel
from payment_sandbox.lemonsqueezy.life.changing_plan import change_plan
from payment_sandbox.lemonsqueezy.life.refunding import refund as refund_order
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import cancellation, credit_notes, customers, disputes, plan_change, refunds
from sandbox.stripe.everything import bought_with_invoice

Happens = Callable[[], None]
Sandboxed = StripeInSandbox | LemonSqueezyInSandbox


def at_stripe() -> tuple[StripeInSandbox, Happens]:
    """Change each of four existing customers, and add two new ones."""
    played = StripeInSandbox()
    stage = played.stage
    leaving, changing, leaver = stage.subscribe(), stage.subscribe(), stage.subscribe()
    bought, disputed, credited = stage.buy(), stage.buy(), bought_with_invoice(stage)

    def meanwhile() -> None:
        stage.move(minutes=5)
        cancellation.at_period_end(stage.account, leaving["id"])
        plan_change.change_now(stage.account, changing["id"], catalogue.PRO_MONTHLY, proration="always_invoice")
        customers.delete(stage.account, leaver["customer"])
        refunds.create(stage.account, charge=stage.charge_of(bought)["id"])
        disputes.open_dispute(stage.account, stage.charge_of(disputed)["id"])
        credit_notes.create(stage.account, invoice=credited, amount=500)
        stage.subscribe(metadata={"user_id": "user_new"})
        stage.buy(client_reference_id="user_guest")
        stage.move(minutes=5)

    return played, meanwhile


def at_lemonsqueezy() -> tuple[LemonSqueezyInSandbox, Happens]:
    """Make the same changes, as far as Lemon Squeezy has them."""
    played = LemonSqueezyInSandbox()
    stage = played.stage
    leaving, changing = stage.subscribe(email="ada@example.com"), stage.subscribe(email="ben@example.com")
    bought = stage.buy(stage.variant("Lifetime"), email="cleo@example.com")

    def meanwhile() -> None:
        stage.move(minutes=5)
        cancel(stage.shop, stage.fresh(leaving))
        change_plan(stage.shop, stage.fresh(changing), stage.variant("Basic", "Yearly"), "at once")
        refund_order(stage.shop, bought, 2500)
        stage.subscribe(email="dora@example.com")
        stage.buy(stage.variant("Lifetime"), email="eve@example.com")
        stage.move(minutes=5)

    return played, meanwhile
