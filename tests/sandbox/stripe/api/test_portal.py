"""Portal configurations and portal sessions."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from payment_sandbox.stripe import catalogue
from sandbox.stripe.stage import Stage

WITHOUT_PLANS: Any = {
    "features": {
        "subscription_cancel": {"enabled": True, "mode": "immediately"},
        "payment_method_update": {"enabled": True},
        "customer_update": {"enabled": True, "allowed_updates": ["email"]},
    },
    "business_profile": {"headline": "Ours"},
}


async def test_new_account_has_a_default_configuration(client: stripe.StripeClient) -> None:
    (default,) = (await client.v1.billing_portal.configurations.list_async({"is_default": True, "limit": 1})).data
    assert default.login_page.enabled
    assert str(default.login_page.url).startswith("http://127.0.0.1:7070/stripe/portal/login/")


async def test_further_configuration_is_created_and_changed(client: stripe.StripeClient) -> None:
    made = await client.v1.billing_portal.configurations.create_async(WITHOUT_PLANS)
    assert (made.is_default, made.features.subscription_update.enabled) == (False, False)
    changed = await client.v1.billing_portal.configurations.update_async(
        made.id, {"active": False, "login_page": {"enabled": True}, "default_return_url": "https://app.example.com"}
    )
    assert (changed.active, changed.default_return_url) == (False, "https://app.example.com")
    assert changed.features.subscription_cancel.mode == "immediately"
    assert changed.business_profile.headline == "Ours"
    listed = await client.v1.billing_portal.configurations.list_async({"active": True})
    assert [each.id for each in listed.data] == [catalogue.CONFIGURATION]


@pytest.mark.parametrize(
    "products",
    [
        [],
        [{"product": "prod_no", "prices": [catalogue.PRO_MONTHLY]}],
        [{"product": "prod_pro", "prices": ["price_no"]}],
    ],
)
async def test_plan_changes_need_existing_plans(client: stripe.StripeClient, products: Any) -> None:
    update: Any = {"enabled": True, "default_allowed_updates": ["price"], "products": products}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.billing_portal.configurations.create_async({"features": {"subscription_update": update}})
    assert refused.value.param == "features[subscription_update][products]"


async def test_default_configuration_cannot_be_deactivated(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="default"):
        await client.v1.billing_portal.configurations.update_async(catalogue.CONFIGURATION, {"active": False})


async def test_session_opens_the_front_page_or_a_flow(client: stripe.StripeClient, stage: Stage) -> None:
    subscription = stage.subscribe()
    home = await client.v1.billing_portal.sessions.create_async(
        {"customer": subscription["customer"], "return_url": "https://app.example.com", "expand": ["configuration"]}
    )
    assert (home.flow, home.return_url) == (None, "https://app.example.com")
    assert isinstance(home.configuration, stripe.billing_portal.Configuration)
    task = await client.v1.billing_portal.sessions.create_async(
        {
            "customer": subscription["customer"],
            "flow_data": {
                "type": "subscription_cancel",
                "subscription_cancel": {"subscription": subscription["id"]},
                "after_completion": {"type": "redirect", "redirect": {"return_url": "https://app.example.com/done"}},
            },
        }
    )
    assert task.flow is not None
    assert task.flow.subscription_cancel is not None
    assert task.flow.subscription_cancel.subscription == subscription["id"]
    assert task.url != home.url


async def test_flow_that_the_configuration_does_not_allow_is_refused(client: stripe.StripeClient, stage: Stage) -> None:
    subscription = stage.subscribe()
    restricted = await client.v1.billing_portal.configurations.create_async(WITHOUT_PLANS)
    with pytest.raises(stripe.InvalidRequestError, match="disabled"):
        await client.v1.billing_portal.sessions.create_async(
            {
                "customer": subscription["customer"],
                "configuration": restricted.id,
                "flow_data": {
                    "type": "subscription_update",
                    "subscription_update": {"subscription": subscription["id"]},
                },
            }
        )


async def test_subscription_of_another_customer_is_refused(client: stripe.StripeClient, stage: Stage) -> None:
    own, anothers = stage.subscribe(), stage.subscribe()
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.billing_portal.sessions.create_async(
            {
                "customer": own["customer"],
                "flow_data": {
                    "type": "subscription_cancel",
                    "subscription_cancel": {"subscription": anothers["id"]},
                },
            }
        )


async def test_deleted_customer_gets_no_portal(client: stripe.StripeClient, stage: Stage) -> None:
    customer = stage.subscribe()["customer"]
    await client.v1.customers.delete_async(customer)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.billing_portal.sessions.create_async({"customer": customer})
    assert (refused.value.code, refused.value.param) == ("resource_missing", "customer")
