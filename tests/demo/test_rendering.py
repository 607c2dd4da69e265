from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from entrypoints.demo.host.customers import Customer
from entrypoints.demo.pages.rendering import Rendering, day, money
from entrypoints.sandbox.deliveries.outgoing import Attempt, Delivery, Outgoing

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


def test_what_has_no_name_yet_is_shown_all_the_same() -> None:
    page = shown("Ada", UNKNOWN)
    assert "<strong>A plan</strong>" in page
    assert "<strong>A purchase</strong>" in page


def test_what_people_type_stays_text() -> None:
    assert "<script>" not in shown("<script>alert(1)</script>", UNKNOWN)


@pytest.mark.parametrize(
    ("attempts", "words"), [(0, "waiting"), (1, "waiting"), (2, "waiting, after 2 attempts"), (11, "after 11 attempts")]
)
def test_how_often_a_webhook_was_tried_is_said_in_words(attempts: int, words: str) -> None:
    told = Outgoing(
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


def test_what_is_said_of_somebody_is_said_of_the_start() -> None:
    ada = Customer(id="user_1", name="Ada", email="a@example.com", about="Basic, monthly, at Stripe")
    nothing = {"home_provider": None, "access": UNKNOWN["access"], "subscriptions": [], "purchases": []}
    pages: dict[str, dict[str, Any]] = {
        "customer.html.jinja": {"customer": ada, "billing": nothing, "answers": {}},
        "overview.html.jinja": {"customers": [(ada, nothing)], "deliveries": [], "on_the_way": 0, "chaos": {}},
    }
    for name, shown_there in pages.items():
        assert "At the start: Basic, monthly, at Stripe<" in str(RENDERING.page(name, **shown_there).content)


def test_money_has_the_decimals_of_its_currency() -> None:
    assert money({"amount": 1900, "currency": "USD"}) == "$19.00"
    assert money({"amount": 1900, "currency": "JPY"}) == "¥1,900"


def test_a_day_is_one_that_people_can_read() -> None:
    assert day("2026-03-02T12:00:00Z") == "2 Mar 2026"
