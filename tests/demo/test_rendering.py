from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from payment_sandbox.deliveries.outgoing import Attempt, Delivery, WebhookMessage
from portal_demo.host.customers import Customer
from portal_demo.pages.rendering import Rendering, day, money

RENDERING = Rendering(now=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC), others=("http://127.0.0.1:8401",))
UNKNOWN: dict[str, Any] = {
    "home_provider": "stripe",
    "access": {"granted": False, "until": None, "reason": "unknown_status"},
    "subscriptions": [{"provider": "stripe", "status": "unknown", "plan": None, "cancels_at": None}],
    "purchases": [{"provider": "lemonsqueezy", "status": "pending", "product_name": None, "paid": None}],
}


def shown(name: str, billing: dict[str, Any]) -> str:
    customer = Customer(id="user_1", name=name, email="a@example.com")
    return str(RENDERING.page("customer.html.jinja", customer=customer, billing=billing, answers={}).content)


def test_plan_without_a_name_is_shown_with_a_placeholder() -> None:
    page = shown("Ada", UNKNOWN)
    assert "<strong>A plan</strong>" in page
    assert "<strong>A purchase</strong>" in page


def test_user_input_is_escaped() -> None:
    assert "<script>" not in shown("<script>alert(1)</script>", UNKNOWN)


@pytest.mark.parametrize(
    ("attempts", "words"), [(0, "waiting"), (1, "waiting"), (2, "waiting, after 2 attempts"), (11, "after 11 attempts")]
)
def test_delivery_attempts_are_shown_as_text(attempts: int, words: str) -> None:
    told = WebhookMessage(
        vendor="stripe",
        url="",
        body=b"",
        event_type="invoice.paid",
        key="evt_1",
        object_id="in_1",
        secret="",
        retries=(),
    )
    tried = (Attempt(at=0.0, status=500),) * attempts
    delivery = Delivery(id=1, message=told, outcome="waiting", next_attempt=None, attempts=tried)
    page = RENDERING.page("overview.html.jinja", customers=(), deliveries=[delivery], on_the_way=0, chaos={})
    assert f"{words}</td>" in str(page.content)


def test_customer_description_refers_to_the_start() -> None:
    ada = Customer(id="user_1", name="Ada", email="a@example.com", about="Basic, monthly, at Stripe")
    nothing = {"home_provider": None, "access": UNKNOWN["access"], "subscriptions": [], "purchases": []}
    pages: dict[str, dict[str, Any]] = {
        "customer.html.jinja": {"customer": ada, "billing": nothing, "answers": {}},
        "overview.html.jinja": {"customers": [(ada, nothing)], "deliveries": [], "on_the_way": 0, "chaos": {}},
    }
    for name, shown_there in pages.items():
        assert "Initially: Basic, monthly, at Stripe<" in str(RENDERING.page(name, **shown_there).content)


def test_amount_has_the_decimals_of_its_currency() -> None:
    assert money({"amount": 1900, "currency": "USD"}) == "$19.00"
    assert money({"amount": 1900, "currency": "JPY"}) == "¥1,900"


def test_date_is_readable() -> None:
    assert day("2026-03-02T12:00:00Z") == "2 Mar 2026"
