"""Expected and actual responses of `GET billing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stories.catalogue import CATALOGUE, GRACE
from stories.holding import Bought, Holding, Standing
from stories.vendor import Vendor

_STATUS: Mapping[Standing, str] = {"active": "active", "ending": "active", "past_due": "past_due", "ended": "ended"}
_REASON: Mapping[Standing, str] = {
    "active": "subscription_active",
    "ending": "cancels_at_period_end",
    "past_due": "past_due_grace",
    "ended": "subscription_ended",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A subscription or purchase in the response. `day` is the next date, or else the latest."""

    status: str
    what: str | None
    amount: int | None
    access: tuple[bool, str]
    day: date | None
    change: tuple[str, date] | None = None
    contested: bool = False


def answered(billing: Mapping[str, Any], vendor: Vendor) -> list[Answered]:
    """Return the response for this provider, subscriptions first."""
    return [
        *(_subscription(each) for each in billing["subscriptions"] if each["provider"] == vendor.name),
        *(_purchase(each) for each in billing["purchases"] if each["provider"] == vendor.name),
    ]


def in_the_api(holding: Holding, vendor: Vendor) -> Answered:
    """Return the expected response in the API's terms."""
    if isinstance(holding, Bought):
        name, cents = vendor.names[holding.offer], CATALOGUE[holding.offer].cents
        return Answered(status="paid", what=name, amount=cents, access=(True, "purchase_paid"), day=holding.day)
    next_plan = holding.next_plan
    return Answered(
        status=_STATUS[holding.standing],
        what=vendor.plans[holding.plan],
        amount=CATALOGUE[holding.plan].cents,
        access=(holding.standing != "ended", _REASON[holding.standing]),
        day=holding.day + GRACE if holding.standing == "past_due" else holding.day,
        change=(vendor.plans[next_plan], holding.day) if next_plan else None,
    )


def _subscription(told: Mapping[str, Any]) -> Answered:
    plan, access, change = told["plan"] or {}, told["access"], told["pending_change"]
    until = access["until"] if told["status"] == "past_due" else told["current_period_end"]
    day = told["ended_at"] or told["cancels_at"] or until
    return Answered(
        status=told["status"],
        what=plan.get("id"),
        amount=(plan.get("price") or {}).get("amount"),
        access=(access["granted"], access["reason"]),
        day=_day(day) if day else None,
        change=(change["plan_id"], _day(change["at"])) if change else None,
        contested=told["contested"],
    )


def _purchase(told: Mapping[str, Any]) -> Answered:
    access = told["access"]
    return Answered(
        status=told["status"],
        what=told["product_name"],
        amount=(told["paid"] or {}).get("amount"),
        access=(access["granted"], access["reason"]),
        day=_day(told["purchased_at"]),
    )


def _day(written: str) -> date:
    return datetime.fromisoformat(written).date()
