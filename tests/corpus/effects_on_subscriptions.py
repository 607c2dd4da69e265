"""Expected effects of a subscription's object, derived from the object itself."""

from __future__ import annotations

from typing import Any

from corpus.delivered import Delivered, at, id_in
from domain.mirror.snapshot import ObjectKind

Object = dict[str, Any]

_STATUSES = {"canceled": "ended", "incomplete_expired": "ended"}
_KNOWN = {"incomplete", "trialing", "active", "past_due", "unpaid", "paused", "ended"}


def of_customer(customer: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.ACCOUNT, customer["id"])
    gone = now.type == "customer.deleted" or customer.get("deleted", False)
    assert told.deleted is gone
    assert told.created_at == (None if gone else at(customer["created"]))
    user = (customer.get("metadata") or {}).get("user_id")
    assert [c.customer_id for c in now.claims] == ([user] if user and not gone else [])


def of_subscription(subscription: Object, now: Delivered) -> None:
    if subscription["items"]["has_more"]:
        assert now.kinds == set()
        assert now.asked == {(ObjectKind.SUBSCRIPTION, subscription["id"])}
        return
    told = now.mirrored(ObjectKind.SUBSCRIPTION, subscription["id"])
    ended = now.type == "customer.subscription.deleted" or subscription["status"] in _STATUSES
    assert told.status == _status(subscription, ended=ended)
    assert told.raw_status == subscription["status"]
    assert told.account.id == id_in(subscription["customer"])
    assert told.cancels_at == (None if ended else _cancels_at(subscription))
    assert told.ended_at == at(subscription.get("ended_at"))
    assert told.current_period_end == at(_period_end(subscription))
    assert told.schedule_id == id_in(subscription.get("schedule"))
    items = subscription["items"]["data"]
    assert told.plan.id in [item["price"]["id"] for item in items]
    assert (told.plan_restriction is None) is _can_change_plan(subscription)
    user = subscription["metadata"].get("user_id")
    assert {(c.customer_id, c.account) for c in now.claims} == ({(user, told.account)} if user else set())


def of_schedule(schedule: Object, now: Delivered) -> None:
    told = now.mirrored(ObjectKind.SCHEDULE, schedule["id"])
    assert told.active is (schedule["status"] in ("active", "not_started"))
    assert told.subscription_id == (schedule["subscription"] or schedule["released_subscription"])
    current = schedule["current_phase"]
    later = [p for p in schedule["phases"] if current and p["start_date"] >= current["end_date"]]
    expected = [([item["price"] for item in phase["items"]], at(phase["start_date"])) for phase in later]
    found = [([item.id for item in phase.items], phase.starts_at) for phase in told.phases]
    assert found == (expected if told.active else [])
    ends = told.active and schedule["end_behavior"] == "cancel"
    assert told.cancels_at == (at(schedule["phases"][-1]["end_date"]) if ends else None)


def _status(subscription: Object, *, ended: bool) -> str:
    if ended:
        return "ended"
    status = subscription["status"]
    pause = subscription.get("pause_collection")
    if pause and pause["behavior"] == "void" and status in ("active", "trialing", "past_due"):
        return "paused"
    return status if status in _KNOWN else "unknown"


def _cancels_at(subscription: Object) -> Any:
    if subscription["cancel_at"] is not None:
        return at(subscription["cancel_at"])
    return at(_period_end(subscription)) if subscription.get("cancel_at_period_end") else None


def _period_end(subscription: Object) -> int | None:
    ends = [item["current_period_end"] for item in subscription["items"]["data"] if "current_period_end" in item]
    return min(ends, default=subscription.get("current_period_end"))


def _can_change_plan(subscription: Object) -> bool:
    items = subscription["items"]["data"]
    metered = any(item["price"]["recurring"]["usage_type"] == "metered" for item in items)
    return len(items) == 1 and not metered and subscription["collection_method"] == "charge_automatically"
