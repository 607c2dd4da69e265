"""Portal sessions and configurations that Stripe refuses, with its known messages."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import cancellation, portal, schedules, subscriptions
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


def flow(type_: str, subscription: dict[str, Any], **further: Any) -> dict[str, Any]:
    return {"type": type_, type_: {"subscription": subscription["id"], **further}}


def refusal(stage: Stage, subscription: dict[str, Any], data: dict[str, Any], **settings: Any) -> str:
    with pytest.raises(Refusal) as refused:
        portal.open_session(stage.account, customer=subscription["customer"], flow_data=data, **settings)
    return str(refused.value)


def test_cancelling_subscription_cannot_be_cancelled_again(stage: Stage) -> None:
    subscription = cancellation.at_period_end(stage.account, stage.subscribe()["id"])
    said = refusal(stage, subscription, flow("subscription_cancel", subscription))
    assert said == f"The subscription {subscription['id']} is already set to be canceled at period end."


def test_confirmation_without_a_change_is_refused(stage: Stage) -> None:
    subscription = stage.subscribe()
    item = {"id": first_item(subscription)["id"], "price": first_item(subscription)["price"]["id"]}
    said = refusal(stage, subscription, flow("subscription_update_confirm", subscription, items=[item]))
    assert "there are no changes to confirm" in said


def test_plan_change_is_refused_if_the_feature_is_disabled(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.account.put({**stage.account.get(CONFIGURATION, catalogue.CONFIGURATION), "features": without_updates(stage)})
    said = refusal(stage, subscription, flow("subscription_update", subscription))
    assert "the subscription update feature in the portal configuration is disabled" in said


def test_only_an_automatically_charged_subscription_without_a_schedule_can_be_paused(stage: Stage) -> None:
    planned = stage.subscribe(catalogue.PRO_MONTHLY)
    schedules.change_at_period_end(stage.account, planned["id"], catalogue.BASIC_MONTHLY)
    assert refusal(stage, planned, flow("subscription_pause", planned))
    paused = subscriptions.cancel(stage.account, stage.subscribe()["id"])
    assert refusal(stage, paused, flow("subscription_pause", paused))
    running = stage.subscribe()
    opened = portal.open_session(
        stage.account, customer=running["customer"], flow_data=flow("subscription_pause", running)
    )
    assert opened["flow"]["subscription_pause"] == {"subscription": running["id"]}


async def test_unknown_portal_language_is_refused(client: stripe.StripeClient, stage: Stage) -> None:
    customer = stage.subscribe()["customer"]
    opened = await client.v1.billing_portal.sessions.create_async({"customer": customer, "locale": "pt-BR"})
    assert opened.locale == "pt-BR"
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.billing_portal.sessions.create_async({"customer": customer, "locale": "tlh"})


async def test_plan_changes_need_updates_of_payment_methods(client: stripe.StripeClient) -> None:
    products: Any = [{"product": "prod_pro", "prices": [catalogue.PRO_MONTHLY]}]
    update: Any = {"enabled": True, "default_allowed_updates": ["price"], "products": products}
    with pytest.raises(stripe.InvalidRequestError, match="while payment method update is disabled"):
        await client.v1.billing_portal.configurations.create_async({"features": {"subscription_update": update}})
    features: Any = {"subscription_update": update, "payment_method_update": {"enabled": True}}
    made = await client.v1.billing_portal.configurations.create_async({"features": features})
    assert made.features.subscription_update.products is not None
    assert made.features.subscription_update.products[0].adjustable_quantity.enabled


CONFIGURATION = "billing_portal.configuration"


def without_updates(stage: Stage) -> dict[str, Any]:
    features = stage.account.get(CONFIGURATION, catalogue.CONFIGURATION)["features"]
    return {**features, "subscription_update": {**features["subscription_update"], "enabled": False}}
