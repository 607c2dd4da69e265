"""Rows of the service, read through its API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from equality.rows import Fields, Key, Rows, change, content, from_text, money, rows, times


class Api(Protocol):
    """The service's API, as a host application calls it."""

    async def customer(self, customer: str) -> Any: ...

    async def billing(self, customer: str) -> Any: ...


async def mirror_rows(api: Api, customers: Iterable[str]) -> Rows:
    """Return the rows of these customers.

    Raises: ValueError: the service returns an object twice.
    """
    return rows([row for each in customers for row in _told(await api.customer(each), await api.billing(each))])


def _told(customer: Mapping[str, Any], billing: Mapping[str, Any]) -> Iterator[tuple[Key, Fields]]:
    owner = customer["id"]
    for told in customer["accounts"]:
        key = Key(provider=told["provider"], kind="account", id=told["provider_customer_id"], owner=owner)
        yield key, {"deleted": told["status"] == "deleted"}
    for told in billing["subscriptions"]:
        yield Key(provider=told["provider"], kind="subscription", id=told["id"], owner=owner), subscription_fields(told)
    for told in billing["purchases"]:
        yield Key(provider=told["provider"], kind="purchase", id=told["id"], owner=owner), purchase_fields(told)


def subscription_fields(told: Mapping[str, Any]) -> Fields:
    """Return the fields of a subscription in the API."""
    plan, pending = told["plan"] or {}, told["pending_change"]
    at = from_text(pending["at"]) if pending else None
    return {
        "account": told["provider_customer_id"],
        "status": told["status"],
        "raw_status": told["raw_status"],
        "plan": plan.get("id"),
        "plan_name": plan.get("name"),
        "product": plan.get("product_id"),
        "price": _money(plan.get("price")),
        "interval": times(plan["interval_count"], plan["interval"]) if plan.get("interval") else None,
        "quantity": plan.get("quantity"),
        "items": "; ".join(_content(each, "price") for each in told["items"]),
        "total": _money(told["total"]),
        "discounted": told["discounted"],
        "started_at": from_text(told["started_at"]),
        "current_period_end": from_text(told["current_period_end"]),
        "trial_ends_at": from_text(told["trial_ends_at"]),
        "cancels_at": from_text(told["cancels_at"]),
        "ended_at": from_text(told["ended_at"]),
        "pauses_at": from_text(told["pauses_at"]),
        "resumes_at": from_text(told["resumes_at"]),
        "pending_change": change(pending["plan_id"], at) if pending and at else None,
        "contested": told["contested"],
    }


def purchase_fields(told: Mapping[str, Any]) -> Fields:
    """Return the fields of a purchase in the API."""
    return {
        "account": told["provider_customer_id"],
        "status": told["status"],
        "raw_status": told["raw_status"],
        "product": told["product_id"],
        "product_name": told["product_name"],
        "items": "; ".join(_content(each, "amount") for each in told["items"]),
        "paid": _money(told["paid"]),
        "refunded": _money(told["refunded"]),
        "purchased_at": from_text(told["purchased_at"]),
    }


def _content(told: Mapping[str, Any], amount: str) -> str:
    return content(told["quantity"], told["price_id"], told["product_id"], told["name"], _money(told[amount]))


def _money(told: Mapping[str, Any] | None) -> str | None:
    return None if told is None else money(told["amount"], told["currency"], told["exponent"])
