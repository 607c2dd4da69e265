"""Access to the portal: sessions, deep links, the login page."""

from __future__ import annotations

from typing import Any

import pytest

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import cancellation, customers, portal, schedules
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.hosted.browser import Browser
from sandbox.stripe.hosted.conftest import RETURN_URL, Visit
from sandbox.stripe.stage import Stage


def open_session(stage: Stage, subscription: dict[str, Any], **data: Any) -> dict[str, Any]:
    return portal.open_session(stage.account, customer=subscription["customer"], **data)


def test_unused_session_expires_after_five_minutes(stage: Stage, window: Browser) -> None:
    session = open_session(stage, stage.subscribe())
    stage.move(minutes=5)
    assert window.open(session["url"]).status == 200
    other = open_session(stage, stage.subscribe())
    stage.move(minutes=5, seconds=1)
    assert window.open(other["url"]).status == 410
    assert "This link has expired" in window.text
    assert "Log in by e-mail" in window.links


def test_used_session_expires_an_hour_after_its_last_use(stage: Stage, window: Browser) -> None:
    session = open_session(stage, stage.subscribe())
    for _ in range(3):
        assert window.open(session["url"]).status == 200
        stage.move(minutes=60)
    stage.move(seconds=1)
    assert window.open(session["url"]).status == 410


def test_guessed_session_is_refused(stage: Stage, window: Browser) -> None:
    assert window.open(f"{stage.account.address}/portal/session/test_guessed").status == 410


def test_deep_link_opens_its_task_and_returns(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription, "subscription_cancel", type="redirect", redirect={"return_url": f"{RETURN_URL}?done"})
    assert "Cancel your plan" in page.text
    assert page.links == ["Return to Example Software"]
    page.submit()
    assert page.left_for == f"{RETURN_URL}?done"
    assert stage.now(subscription)["cancel_at"] is not None


def test_deep_link_allows_only_its_task(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    base = f"{stage.account.address}/portal/session/"
    page = visit(subscription, "payment_method_update")
    token = stage.records.all("portal.visit")[-1]["id"]
    page.open(f"{base}{token}/subscription_cancel?subscription={subscription['id']}")
    assert "Update payment method" in page.text
    page.post(f"{base}{token}/subscription_cancel?subscription={subscription['id']}")
    assert stage.now(subscription)["cancel_at"] is None


def test_deep_link_to_a_plan_change_leads_through_to_the_end(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription, "subscription_update", type="redirect", redirect={"return_url": RETURN_URL})
    page.submit(price=catalogue.PRO_MONTHLY).submit()
    assert page.left_for == RETURN_URL
    assert first_item(stage.now(subscription))["price"]["id"] == catalogue.PRO_MONTHLY


def test_deep_link_to_one_plan_asks_only_for_confirmation(stage: Stage, window: Browser) -> None:
    subscription = stage.subscribe()
    item = {"id": first_item(subscription)["id"], "price": catalogue.PRO_MONTHLY}
    task = {"subscription": subscription["id"], "items": [item]}
    flow = {"type": "subscription_update_confirm", "subscription_update_confirm": task}
    window.open(open_session(stage, subscription, flow_data=flow)["url"])
    assert "Confirm your updates" in window.text
    window.submit()
    assert first_item(stage.now(subscription))["price"]["id"] == catalogue.PRO_MONTHLY


def test_completed_flow_continues_as_requested(stage: Stage, visit: Visit) -> None:
    words = {"custom_message": "See you soon."}
    page = visit(stage.subscribe(), "customer_update", type="hosted_confirmation", hosted_confirmation=words)
    page.submit()
    assert "See you soon." in page.text
    assert page.links == ["Return to Example Software"]
    page = visit(stage.subscribe(), "subscription_pause").submit()
    assert "Current subscription" in page.text


@pytest.mark.parametrize("flow", ["subscription_update", "subscription_cancel", "subscription_pause"])
def test_flow_that_the_subscription_does_not_allow_is_refused(stage: Stage, visit: Visit, flow: str) -> None:
    ending, waiting, gone = (stage.subscribe(catalogue.PRO_MONTHLY) for _ in range(3))
    cancellation.at_period_end(stage.account, ending["id"])
    schedules.change_at_period_end(stage.account, waiting["id"], catalogue.BASIC_MONTHLY)
    cancellation.at_once(stage.account, gone["id"])
    for each in (ending, waiting, gone):
        with pytest.raises(Refusal) as refused:
            visit(each, flow)
        assert (refused.value.status, refused.value.param) == (400, f"flow_data[{flow}][subscription]")


def test_flow_for_another_customers_subscription_is_refused(stage: Stage) -> None:
    mine, theirs = stage.subscribe(), stage.subscribe()
    flow = {"type": "subscription_cancel", "subscription_cancel": {"subscription": theirs["id"]}}
    with pytest.raises(Refusal) as refused:
        open_session(stage, mine, flow_data=flow)
    assert refused.value.code == "resource_missing"


def test_flow_needs_its_feature(stage: Stage) -> None:
    (configuration,) = stage.records.all("billing_portal.configuration")
    configuration["features"]["payment_method_update"]["enabled"] = False
    stage.account.put(configuration)
    with pytest.raises(Refusal) as refused:
        open_session(stage, stage.subscribe(), flow_data={"type": "payment_method_update"})
    assert refused.value.param == "flow_data[type]"


def test_session_needs_a_default_configuration(stage: Stage) -> None:
    subscription = stage.subscribe()
    (configuration,) = stage.records.all("billing_portal.configuration")
    stage.account.put({**configuration, "is_default": False})
    with pytest.raises(Refusal, match="default configuration has not been created"):
        open_session(stage, subscription)
    assert open_session(stage, subscription, configuration=configuration["id"])["url"]
    stage.account.put({**configuration, "active": False})
    with pytest.raises(Refusal) as refused:
        open_session(stage, subscription, configuration=configuration["id"])
    assert refused.value.param == "configuration"


def test_session_for_a_deleted_or_unknown_customer_is_refused(stage: Stage) -> None:
    subscription = stage.subscribe()
    customers.delete(stage.account, subscription["customer"])
    for id_ in (subscription["customer"], "cus_unknown"):
        with pytest.raises(Refusal) as refused:
            portal.open_session(stage.account, customer=id_)
        assert (refused.value.code, refused.value.param) == ("resource_missing", "customer")


def test_login_page_sends_a_link_by_mail(stage: Stage, window: Browser) -> None:
    stage.subscribe()
    (configuration,) = stage.records.all("billing_portal.configuration")
    window.open(configuration["login_page"]["url"]).submit(email="ada@example.com")
    window.follow("Open the customer portal")
    assert "Current subscription" in window.text


def test_login_page_does_not_reveal_who_is_a_customer(stage: Stage, window: Browser) -> None:
    (configuration,) = stage.records.all("billing_portal.configuration")
    window.open(configuration["login_page"]["url"]).submit(email="eve@example.com")
    assert "If eve@example.com belongs to a customer" in window.text
    assert "Open the customer portal" not in window.links
    assert window.open(f"{stage.account.address}/portal/login/other").status == 404
