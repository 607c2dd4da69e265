"""Plan changes in the portal."""

from __future__ import annotations

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import subscriptions
from payment_sandbox.stripe.objects.subscription import first_item
from sandbox.stripe.hosted.browser import Browser
from sandbox.stripe.hosted.conftest import Visit
from sandbox.stripe.stage import Stage


def test_upgrade_applies_and_bills_immediately(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    stage.move(days=15)
    page = visit(subscription).follow("Update plan")
    assert page.choices["price"] == [catalogue.BASIC_YEARLY, catalogue.PRO_MONTHLY, catalogue.PRO_YEARLY]
    page.submit(price=catalogue.PRO_MONTHLY)
    assert "To Pro, $19.00 per month When Now Due today $5.00" in page.text
    page.submit()
    assert "Your plan was changed." in page.text
    assert first_item(stage.now(subscription))["price"]["id"] == catalogue.PRO_MONTHLY
    assert stage.invoices(subscription)[-1]["amount_paid"] == 500


def test_change_from_monthly_to_yearly_applies_immediately(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe(catalogue.PRO_MONTHLY)
    visit(subscription).follow("Update plan").submit(price=catalogue.PRO_YEARLY).submit()
    changed = stage.now(subscription)
    assert first_item(changed)["price"]["id"] == catalogue.PRO_YEARLY
    assert stage.invoices(changed)[-1]["amount_paid"] == 19_000 - 1900


def test_downgrade_applies_at_the_end_of_the_period(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe(catalogue.PRO_MONTHLY)
    page = visit(subscription).follow("Update plan").submit(price=catalogue.BASIC_MONTHLY)
    assert "When On 1 December 2026 Due today $0.00" in page.text
    page.submit()
    assert "Your plan changes to Basic ($9.00 per month) on 1 December 2026." in page.text
    assert {"Update plan", "Cancel plan", "Pause subscription"}.isdisjoint(page.links)
    assert stage.now(subscription)["schedule"] is not None
    stage.move(days=31)
    assert "Cancel plan" in visit(subscription).links


def test_price_that_is_not_offered_is_refused(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription).follow("Update plan").submit(price=catalogue.LIFETIME)
    assert (page.status, "This plan is not offered." in page.text) == (409, True)
    assert stage.now(subscription) == subscription


def test_unpayable_change_is_not_made(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe(subscription_data={"trial_period_days": 14})
    subscription = subscriptions.update(stage.account, subscription["id"], default_payment_method=None)
    page = visit(subscription).follow("Update plan").submit(price=catalogue.PRO_MONTHLY).submit()
    assert "Add a payment method first." in page.text
    assert stage.now(subscription) == subscription


def test_impossible_plan_change_is_not_offered(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    item = first_item(subscription)
    second = {**subscription["items"], "data": [item, {**item, "id": "si_second"}]}
    for cannot in ({"items": second}, {"collection_method": "send_invoice"}):
        stage.account.put({**subscription, **cannot})
        links = visit(subscription).links
        assert "Update plan" not in links
        assert "Cancel plan" in links


def test_subscription_of_another_customer_is_out_of_reach(stage: Stage, visit: Visit, window: Browser) -> None:
    mine, theirs = stage.subscribe(), stage.subscribe()
    address = visit(mine).address_of("Cancel plan").replace(mine["id"], theirs["id"])
    window.open(address)
    assert "Current subscription" in window.text
    window.post(address)
    assert stage.now(theirs) == theirs
