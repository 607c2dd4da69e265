"""Payment on the checkout page."""

from __future__ import annotations

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import customers
from sandbox.stripe.hosted.browser import Browser
from sandbox.stripe.stage import Stage


def test_customer_subscribes_and_returns(stage: Stage, window: Browser) -> None:
    session = stage.checkout(catalogue.PRO_MONTHLY)
    window.open(session["url"])
    assert "Subscribe to Pro" in window.text
    assert "$19.00 per month" in window.text
    window.submit(email="ada@example.com", name="Ada Example", card="4242")
    assert window.left_for == f"https://app.example.com/welcome?session={session['id']}"
    (subscription,) = stage.records.all("subscription")
    assert subscription["status"] == "active"


def test_customer_buys_a_lifetime_licence(stage: Stage, window: Browser) -> None:
    session = stage.checkout(catalogue.LIFETIME, mode="payment", customer_creation="always")
    window.open(session["url"])
    assert "Pay for Lifetime licence" in window.text
    assert "Pay $149.00" in window.text
    window.submit(email="ada@example.com")
    assert stage.now(session)["payment_status"] == "paid"


def test_trial_shows_its_later_price(stage: Stage, window: Browser) -> None:
    window.open(stage.checkout(subscription_data={"trial_period_days": 14})["url"])
    assert "14 days free, then $9.00 per month. You pay $0.00 today." in window.text
    assert "Start trial" in window.text


def test_declined_card_can_be_replaced(stage: Stage, window: Browser) -> None:
    session = stage.checkout()
    window.open(session["url"]).submit(email="ada@example.com", card="0002")
    assert (window.status, "Your card was declined" in window.text) == (422, True)
    window.submit(card="4242")
    assert stage.now(session)["customer_details"]["email"] == "ada@example.com"


def test_invalid_input_is_reported_and_the_rest_is_kept(stage: Stage, window: Browser) -> None:
    session = stage.checkout()
    window.open(session["url"]).submit(email="nobody", name="Ada Example")
    assert "Enter a valid e-mail address" in window.text
    window.submit(email="ada@example.com")
    assert stage.now(session)["customer_details"]["name"] == "Ada Example"


def test_existing_customer_pays_with_their_stored_address(stage: Stage, window: Browser) -> None:
    ada = customers.create(stage.account, email="ada@example.com")
    session = stage.checkout(customer=ada["id"])
    window.open(session["url"]).submit(email="eve@example.com")
    assert stage.now(session)["customer_details"]["email"] == "ada@example.com"


def test_checkout_is_paid_once(stage: Stage, window: Browser) -> None:
    session = stage.checkout()
    window.open(session["url"]).submit(email="ada@example.com")
    window.open(session["url"])
    assert (window.status, "You have already paid" in window.text) == (200, True)
    window.post(session["url"], email="ada@example.com", card="4242")
    assert len(stage.records.all("subscription")) == 1


def test_unavailable_checkout_has_an_error_page(stage: Stage, window: Browser) -> None:
    expired = stage.checkout()
    stage.move(days=2)
    for url in (expired["url"], f"{stage.account.address}/checkout/cs_test_unknown"):
        assert window.open(url).status == 404
        assert "This checkout has expired" in window.text
