"""The life that the demo plays: Ada subscribes, changes, cancels; Bob buys once and is refunded."""

from __future__ import annotations

import time
from typing import Any

from entrypoints.demo.objects import (
    LIFETIME_AMOUNT,
    PRICES,
    PRODUCTS,
    charge,
    checkout,
    customer,
    price,
    product,
    subscription,
)
from entrypoints.demo.stand_in import StripeStandIn
from entrypoints.demo.steps import Steps

ADA, BOB = "/v1/customers/user_ada", "/v1/customers/user_bob"


async def play(steps: Steps, stripe: StripeStandIn) -> None:
    """
    Raises:
        Differs: something is not as it should be.
    """
    now = int(time.time()) - 60
    for id_ in PRODUCTS:
        stripe.put(product(id_, now))
    for id_ in PRICES:
        stripe.put(price(id_, now))
    await _ada(steps, stripe, now)
    await _bob(steps, stripe, now)


async def _ada(steps: Steps, stripe: StripeStandIn, now: int) -> None:
    await steps.call("Ada is registered", "PUT", ADA, {"email": "ada@example.com"}, expect=201)
    await steps.call("Ada, who never bought, clicks Billing", "POST", f"{ADA}/portal-sessions", {}, expect=409)

    stripe.put(customer("cus_ada", "user_ada", now))
    bought = subscription("sub_ada", "cus_ada", "user_ada", now, status="active", price_id="price_basic")
    stripe.put(bought)
    await steps.push("customer.subscription.updated", bought, created=now, times=2)
    await steps.push("customer.subscription.created", {**bought, "status": "incomplete"}, created=now)
    steps.same("disorder within a second leaves her in", await _access(steps, ADA), "granted: subscription_active")
    await steps.until("the name of her plan was asked for", lambda: _plan(steps), "Basic")

    await _open(steps, stripe, ADA, "change_plan", "subscription_update")
    changed = {**bought, **subscription("sub_ada", "cus_ada", "user_ada", now, status="active", price_id="price_pro")}
    await steps.push("customer.subscription.updated", stripe.put(changed), created=now + 10)
    await steps.until("she chose another plan there", lambda: _plan(steps), "Pro")
    await steps.push("customer.subscription.updated", bought, created=now + 1)
    steps.same("an older event, late, changes nothing", await _plan(steps), "Pro")

    await _open(steps, stripe, ADA, "cancel", "subscription_cancel")
    cancelling = {**changed, "cancel_at": now + 30 * 86_400, "canceled_at": now + 20}
    await steps.push("customer.subscription.updated", stripe.put(cancelling), created=now + 20)
    steps.same("cancelled, and served until then", await _access(steps, ADA), "granted: cancels_at_period_end")
    await steps.call("she cannot cancel twice", "POST", f"{ADA}/portal-sessions", {"intent": "cancel"}, expect=409)
    ended = {**cancelling, "status": "canceled", "ended_at": now + 30}
    await steps.push("customer.subscription.deleted", stripe.put(ended), created=now + 30)
    steps.same("it ends", await _access(steps, ADA), "denied: subscription_ended")
    await steps.push("customer.subscription.updated", {**bought, "id": "sub_forged"}, created=now + 40, forged=True)
    await _open(steps, stripe, ADA, "manage", "home")


async def _bob(steps: Steps, stripe: StripeStandIn, now: int) -> None:
    stripe.put(customer("cus_bob", "user_bob", now))
    bought = stripe.put(checkout("cs_bob", "cus_bob", "user_bob", now))
    pushed = {name: value for name, value in bought.items() if name != "line_items"}
    part = charge("ch_bob", "cus_bob", "pi_cs_bob", now, refunded=1000)
    await steps.push("charge.refunded", stripe.put(part), created=now + 5)
    await steps.push("checkout.session.completed", pushed, created=now)
    steps.same(
        "Bob's refund came before his purchase", await _access(steps, BOB), "granted: purchase_partially_refunded"
    )
    await steps.until("what he bought was asked for", lambda: _purchase(steps), "Lifetime licence")
    await steps.call("he cannot change it", "POST", f"{BOB}/portal-sessions", {"intent": "change_plan"}, expect=409)
    await _open(steps, stripe, BOB, "manage", "home")
    whole = charge("ch_bob", "cus_bob", "pi_cs_bob", now, refunded=LIFETIME_AMOUNT)
    await steps.push("charge.refunded", stripe.put(whole), created=now + 50)
    steps.same("refunded in full", await _access(steps, BOB), "denied: purchase_refunded")


async def _open(steps: Steps, stripe: StripeStandIn, path: str, intent: str, flow: str) -> None:
    told = await steps.call(f"{intent}: the door", "POST", f"{path}/portal-sessions", {"intent": intent}, expect=201)
    page = await steps.browser.get(told["url"])
    steps.same("the portal opens", page.status_code, 200)
    wish = stripe.sessions[told["url"].rpartition("/")[2]]
    steps.same("at the right task", wish.get("flow_data[type]", "home"), flow)


async def _billing(steps: Steps, path: str) -> Any:
    answer = await steps.client.get(f"{path}/billing")
    return answer.json()


async def _access(steps: Steps, path: str) -> str:
    access = (await _billing(steps, path))["access"]
    return f"{'granted' if access['granted'] else 'denied'}: {access['reason']}"


async def _plan(steps: Steps) -> Any:
    return (await _billing(steps, ADA))["subscriptions"][0]["plan"]["name"]


async def _purchase(steps: Steps) -> Any:
    return (await _billing(steps, BOB))["purchases"][0]["product_name"]
