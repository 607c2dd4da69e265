"""Other tasks of the portal."""

from __future__ import annotations

from payment_sandbox.stripe.life import customers
from sandbox.stripe.hosted.conftest import RETURN_URL, Visit
from sandbox.stripe.stage import Stage


def test_customer_cancels_and_renews(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription).follow("Cancel plan")
    assert "is still available until 1 December 2026" in page.text
    page.submit(feedback="too_expensive", comment="Sorry")
    assert "Your plan is canceled and available until 1 December 2026." in page.text
    planned = stage.now(subscription)
    assert planned["cancellation_details"] == {
        "comment": "Sorry",
        "feedback": "too_expensive",
        "reason": "cancellation_requested",
    }
    assert {"Update plan", "Cancel plan"}.isdisjoint(page.links)
    page.follow("Renew plan").submit()
    assert "Your plan renews on 1 December 2026." in page.text
    assert stage.now(subscription) == subscription


def test_customer_pauses_and_resumes(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription).follow("Pause subscription").submit()
    assert stage.now(subscription)["status"] == "paused"
    assert "Your subscription is paused. You won't be charged." in page.text
    page.follow("Resume subscription").submit()
    assert stage.now(subscription)["status"] == "active"
    assert "Your subscription continues." in page.text


def test_subscription_stays_paused_if_its_payment_fails(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription).follow("Pause subscription").submit()
    stage.account.put({**stage.now(subscription), "default_payment_method": None})
    page.follow("Resume subscription").submit()
    assert "The payment failed." in page.text
    assert stage.now(subscription)["status"] == "paused"


def test_new_card_pays_the_open_invoice(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe(last4="0341")
    stage.move(days=31)
    page = visit(subscription)
    assert "Your last payment failed." in page.text
    page.follow("Update payment method").submit(card="0002")
    assert "Your card was declined." in page.text
    page.submit(card="4242")
    assert "Visa ending in 4242" in page.text
    assert stage.now(subscription)["status"] == "active"


def test_billing_details_are_changed(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription).follow("Update information").submit(email="nobody", city="Berlin")
    assert "Enter a valid e-mail address." in page.text
    page.submit(email="ada@example.org")
    customer = stage.account.get("customer", subscription["customer"])
    assert (customer["email"], customer["address"]["city"]) == ("ada@example.org", "Berlin")
    assert "ada@example.org" in page.text


def test_past_payments_are_listed_and_can_be_downloaded(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription)
    assert "1 November 2026 1 x Basic (at $9.00 / month) Paid $9.00" in page.text
    page.follow("View invoice")
    assert "Amount paid $9.00" in page.text
    invoice = page.download("Download invoice")
    assert invoice.headers["content-type"] == "application/pdf"
    assert invoice.content.startswith(b"%PDF-")


def test_one_off_purchases_are_listed_and_cannot_be_changed(stage: Stage, visit: Visit) -> None:
    session = stage.buy(customer_creation="always")
    page = visit(session)
    assert "You have no subscription." in page.text
    assert "Lifetime licence Paid $149.00" in page.text
    assert set(page.links) == {
        "Return to Example Software",
        "Update payment method",
        "Update information",
        "View receipt",
    }
    page.follow("View receipt")
    assert "Receipt from Example Software" in page.text


def test_only_enabled_features_are_offered(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    (configuration,) = stage.records.all("billing_portal.configuration")
    for feature in configuration["features"].values():
        feature["enabled"] = False
    stage.account.put(configuration)
    page = visit(subscription)
    assert page.links == ["Return to Example Software"]
    assert "Invoice history" not in page.text


def test_return_link_leads_to_the_return_url(stage: Stage, visit: Visit) -> None:
    page = visit(stage.subscribe())
    assert page.address_of("Return to Example Software") == RETURN_URL


def test_deleted_customer_is_refused(stage: Stage, visit: Visit) -> None:
    subscription = stage.subscribe()
    page = visit(subscription)
    address = page.address_of("Cancel plan")
    customers.delete(stage.account, subscription["customer"])
    assert page.open(address).status == 410
