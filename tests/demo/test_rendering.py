from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from entrypoints.demo.host.customers import Customer
from entrypoints.demo.pages.rendering import Rendering, day, money

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


def test_money_has_the_decimals_of_its_currency() -> None:
    assert money({"amount": 1900, "currency": "USD"}) == "$19.00"
    assert money({"amount": 1900, "currency": "JPY"}) == "¥1,900"


def test_a_day_is_one_that_people_can_read() -> None:
    assert day("2026-03-02T12:00:00Z") == "2 Mar 2026"
