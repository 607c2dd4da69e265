"""Ways into the portal: sessions, deep links, the login page."""

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


def test_a_session_that_nobody_opens_is_good_for_five_minutes(stage: Stage, window: Browser) -> None:
    session = open_session(stage, stage.subscribe())
    stage.move(minutes=5)
    assert window.open(session["url"]).status == 200
    other = open_session(stage, stage.subscribe())
    stage.move(minutes=5, seconds=1)
    assert window.open(other["url"]).status == 410
    assert "This link has expired" in window.text
    assert "Log in by e-mail" in window.links


def test_a_session_in_use_is_good_for_an_hour_after_each_use(stage: Stage, window: Browser) -> None:
    session = open_session(stage, stage.subscribe())
    for _ in range(3):
        assert window.open(session["url"]).status == 200
        stage.move(minutes=60)
    stage.move(seconds=1)
    assert window.open(session["url"]).status == 410


def test_an_address_that_was_never_given_out_leads_nowhere(stage: Stage, window: Browser) -> None:
    assert window.open(f"{stage.account.address}/portal/session/test_guessed").status == 410


def test_a_deep_link_opens_its_task_and_leads_back(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription, "subscription_cancel", type="redirect", redirect={"return_url": f"{RETURN_URL}?done"})
    assert "Cancel your plan" in page.text
    assert page.links == ["Return to Example Software"]
    page.submit()
    assert page.left_for == f"{RETURN_URL}?done"
    assert stage.now(subscription)["cancel_at"] is not None


def test_a_deep_link_lets_nothing_else_be_done(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    base = f"{stage.account.address}/portal/session/"
    page = visit(subscription, "payment_method_update")
    token = stage.records.all("portal.visit")[-1]["id"]
    page.open(f"{base}{token}/subscription_cancel?subscription={subscription['id']}")
    assert "Update payment method" in page.text
    page.post(f"{base}{token}/subscription_cancel?subscription={subscription['id']}")
    assert stage.now(subscription)["cancel_at"] is None


def test_a_deep_link_to_a_change_of_plan_goes_through_to_the_end(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription, "subscription_update", type="redirect", redirect={"return_url": RETURN_URL})
    page.submit(price=catalogue.PRO_MONTHLY).submit()
    assert page.left_for == RETURN_URL
    assert first_item(stage.now(subscription))["price"]["id"] == catalogue.PRO_MONTHLY


def test_a_deep_link_to_one_plan_only_asks_for_confirmation(stage: Stage, window: Browser) -> None:
    subscription = stage.subscribe()
    item = {"id": first_item(subscription)["id"], "price": catalogue.PRO_MONTHLY}
    task = {"subscription": subscription["id"], "items": [item]}
    flow = {"type": "subscription_update_confirm", "subscription_update_confirm": task}
    window.open(open_session(stage, subscription, flow_data=flow)["url"])
    assert "Confirm your updates" in window.text
    window.submit()
    assert first_item(stage.now(subscription))["price"]["id"] == catalogue.PRO_MONTHLY


def test_after_a_flow_comes_what_was_asked_for(stage: Stage, visit: Visit) -> None:
    words = {"custom_message": "See you soon."}
    page = visit(stage.subscribe(), "customer_update", type="hosted_confirmation", hosted_confirmation=words)
    page.submit()
    assert "See you soon." in page.text
    assert page.links == ["Return to Example Software"]
    page = visit(stage.subscribe(), "subscription_pause").submit()
    assert "Current subscription" in page.text


@pytest.mark.parametrize("flow", ["subscription_update", "subscription_cancel", "subscription_pause"])
def test_a_flow_that_the_subscription_does_not_allow_is_refused(stage: Stage, visit: Visit, flow: str) -> None:
    ending, waiting, gone = (stage.subscribe(catalogue.PRO_MONTHLY) for _ in range(3))
    cancellation.at_period_end(stage.account, ending["id"])
    schedules.change_at_period_end(stage.account, waiting["id"], catalogue.BASIC_MONTHLY)
    cancellation.at_once(stage.account, gone["id"])
    for each in (ending, waiting, gone):
        with pytest.raises(Refusal) as refused:
            visit(each, flow)
        assert (refused.value.status, refused.value.param) == (400, f"flow_data[{flow}][subscription]")


def test_a_flow_is_for_the_customers_own_subscription(stage: Stage) -> None:
    mine, theirs = stage.subscribe(), stage.subscribe()
    flow = {"type": "subscription_cancel", "subscription_cancel": {"subscription": theirs["id"]}}
    with pytest.raises(Refusal) as refused:
        open_session(stage, mine, flow_data=flow)
    assert refused.value.code == "resource_missing"


def test_a_flow_needs_its_feature(stage: Stage) -> None:
    (configuration,) = stage.records.all("billing_portal.configuration")
    configuration["features"]["payment_method_update"]["enabled"] = False
    stage.account.put(configuration)
    with pytest.raises(Refusal) as refused:
        open_session(stage, stage.subscribe(), flow_data={"type": "payment_method_update"})
    assert refused.value.param == "flow_data[type]"


def test_without_a_default_configuration_there_is_no_session(stage: Stage) -> None:
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


def test_nobody_gets_in_as_a_customer_who_is_gone(stage: Stage) -> None:
    subscription = stage.subscribe()
    customers.delete(stage.account, subscription["customer"])
    for id_ in (subscription["customer"], "cus_unknown"):
        with pytest.raises(Refusal) as refused:
            portal.open_session(stage.account, customer=id_)
        assert (refused.value.code, refused.value.param) == ("resource_missing", "customer")


def test_the_login_page_sends_a_link_by_mail(stage: Stage, window: Browser) -> None:
    stage.subscribe()
    (configuration,) = stage.records.all("billing_portal.configuration")
    window.open(configuration["login_page"]["url"]).submit(email="ada@example.com")
    window.follow("Open the customer portal")
    assert "Current subscription" in window.text


def test_the_login_page_tells_nobody_who_is_a_customer(stage: Stage, window: Browser) -> None:
    (configuration,) = stage.records.all("billing_portal.configuration")
    window.open(configuration["login_page"]["url"]).submit(email="eve@example.com")
    assert "If eve@example.com belongs to a customer" in window.text
    assert "Open the customer portal" not in window.links
    assert window.open(f"{stage.account.address}/portal/login/other").status == 404
