"""Rows of a Stripe account, read from the fake Stripe's own records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from equality.rows import Fields, Key, change, content, from_seconds, money, times, to_come
from equality.stripe_owners import Owners
from equality.stripe_purchase import bought, paid_with, quoted
from payment_sandbox.records import Document, Records

_STATUSES = {"canceled": "ended", "incomplete_expired": "ended"}
_RUNNING = frozenset({"trialing", "active", "past_due", "unpaid", "paused"})
_SERVED = frozenset({"trialing", "active", "past_due"})
_GOES_ON = frozenset({"active", "not_started"})


def stripe_rows(
    records: Records, now: datetime, *, customer_key: str, pricing_tables: bool = False
) -> Iterator[tuple[Key, Fields]]:
    """Return the rows. `customer_key` is the metadata key that names the host application's customer."""
    owners = Owners(records, customer_key, pricing_tables=pricing_tables)
    for customer in records.all("customer"):
        key = Key(provider="stripe", kind="account", id=customer["id"], owner=owners.of_account(customer["id"]))
        yield key, {"deleted": bool(customer.get("deleted"))}
    for subscription in records.all("subscription"):
        owner = owners.of_subscription(subscription)
        yield (
            Key(provider="stripe", kind="subscription", id=subscription["id"], owner=owner),
            _subscription(records, subscription, now),
        )
    for session in records.find("checkout.session", "mode", "payment"):
        if session["status"] == "complete":
            id_ = session["payment_intent"] or session["id"]
            yield (
                Key(provider="stripe", kind="purchase", id=id_, owner=owners.of_session(session)),
                bought(records, session),
            )
    for invoice in records.all("invoice"):
        if (invoice["parent"] or {}).get("quote_details") and invoice["status"] != "draft":
            id_, owner = paid_with(records, invoice) or invoice["id"], owners.of_account(invoice["customer"])
            yield Key(provider="stripe", kind="purchase", id=id_, owner=owner), quoted(records, invoice)


def _subscription(records: Records, subscription: Document, now: datetime) -> Fields:
    item = next(iter(subscription["items"]["data"]))
    price, pause = item["price"], subscription["pause_collection"] or {}
    amounts = [_amount(records, each, subscription["currency"]) for each in subscription["items"]["data"]]
    total = sum(amount * each["quantity"] for amount, each in zip(amounts, subscription["items"]["data"], strict=True))
    status, schedule = _status(subscription), _schedule(records, subscription)
    return {
        "account": subscription["customer"],
        "status": status,
        "raw_status": subscription["status"],
        "plan": price["id"],
        "plan_name": _the(records, "product", price["product"])["name"],
        "product": price["product"],
        "price": money(amounts[0], subscription["currency"]),
        "interval": times(price["recurring"]["interval_count"], price["recurring"]["interval"]),
        "quantity": item["quantity"],
        "items": "; ".join(_item(records, each, subscription["currency"]) for each in subscription["items"]["data"]),
        "total": money(total, subscription["currency"]),
        "discounted": any(_applies(_the(records, "discount", id_), now) for id_ in subscription["discounts"]),
        "started_at": from_seconds(subscription["start_date"]),
        "current_period_end": from_seconds(item["current_period_end"]),
        "trial_ends_at": from_seconds(subscription["trial_end"]),
        "cancels_at": None if status == "ended" else from_seconds(_ends_at(subscription, item, schedule)),
        "ended_at": from_seconds(subscription["ended_at"]),
        "pauses_at": from_seconds(_pauses_at(schedule, now)) if status in _RUNNING else None,
        "resumes_at": None if status == "ended" else to_come(_resumption(pause, schedule), now),
        "pending_change": _pending_change(schedule, item, now),
        "contested": False,
    }


def _item(records: Records, item: Document, currency: str) -> str:
    price = item["price"]
    name = _the(records, "product", price["product"])["name"]
    amount = money(_amount(records, item, currency), currency)
    return content(item["quantity"], price["id"], price["product"], name, amount)


def _amount(records: Records, item: Document, currency: str) -> int:
    """Return the price of a unit in the charged currency."""
    price = item["price"]
    if price["currency"] == currency:
        return int(price["unit_amount"])
    return int(_the(records, "price.currency_options", price["id"])["currency_options"][currency]["unit_amount"])


def _status(subscription: Document) -> str:
    status: str = subscription["status"]
    without_service = (subscription["pause_collection"] or {}).get("behavior") == "void"
    return "paused" if without_service and status in _SERVED else _STATUSES.get(status, status)


def _ends_at(subscription: Document, item: Document, schedule: Document | None) -> int | None:
    if subscription["cancel_at"] is not None:
        return int(subscription["cancel_at"])
    if subscription["cancel_at_period_end"]:
        return int(item["current_period_end"])
    if schedule is not None and schedule["end_behavior"] == "cancel":
        return max(int(phase["end_date"]) for phase in schedule["phases"])
    return None


def _pauses_at(schedule: Document | None, now: datetime) -> int | None:
    planned = schedule["pause_schedules"] if schedule is not None else []
    to_come = [each["pause"]["pause_at"] for each in planned if each["pause"]["status"]["type"] == "scheduled"]
    return min((at for at in to_come if at > now.timestamp()), default=None)


def _applies(discount: Document, now: datetime) -> bool:
    """Return whether a discount has not ended.

    A cancelled subscription keeps its discounts, and a running one keeps them until its next invoice.
    """
    return discount["end"] is None or int(discount["end"]) > now.timestamp()


def _resumption(pause: Document, schedule: Document | None) -> datetime | None:
    """Return the resumption, if any. A cancelled subscription keeps its `pause_collection`, although it never
    resumes.
    """
    return from_seconds(pause.get("resumes_at") or _planned_resumption(schedule))


def _planned_resumption(schedule: Document | None) -> int | None:
    """Return the planned resumption, unless it failed or waits for a payment."""
    planned = schedule["pause_schedules"] if schedule is not None else []
    resumed = (each["resume"] for each in planned if each["pause"]["status"]["type"] != "error")
    to_come = [each["resume_at"] for each in resumed if each is not None and each["status"]["type"] == "scheduled"]
    return min(to_come, default=None)


def _schedule(records: Records, subscription: Document) -> Document | None:
    if subscription["schedule"] is None:
        return None
    schedule = _the(records, "subscription_schedule", subscription["schedule"])
    return schedule if schedule["status"] in _GOES_ON else None


def _pending_change(schedule: Document | None, item: Document, now: datetime) -> str | None:
    if schedule is None:
        return None
    present = (item["price"]["id"], item["quantity"])
    to_come = [
        phase
        for phase in schedule["phases"]
        if phase["start_date"] > now.timestamp()
        and (phase["items"][0]["price"], phase["items"][0]["quantity"]) != present
    ]
    if not to_come:
        return None
    first: dict[str, Any] = min(to_come, key=lambda phase: int(phase["start_date"]))
    at = from_seconds(first["start_date"])
    return change(first["items"][0]["price"], at) if at else None


def _the(records: Records, kind: str, id_: str) -> Document:
    found = records.get(kind, id_)
    if found is None:
        raise LookupError(f"the sandbox names a {kind} {id_} that it does not have")
    return found
