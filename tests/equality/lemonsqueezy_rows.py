"""Rows of a Lemon Squeezy store, read from the fake Lemon Squeezy's own records."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from equality.rows import Fields, Key, Kind, content, from_text, money, times, to_come
from payment_sandbox.records import Document, Records

_STATUSES = {"on_trial": "trialing", "expired": "ended"}
_ORDER_STATUSES = {"partial_refund": "partially_refunded"}


def lemonsqueezy_rows(records: Records, now: datetime, *, customer_key: str) -> Iterator[tuple[Key, Fields]]:
    """Return the rows. `customer_key` is the key of the custom data that holds the host application's customer in a
    signed reference.
    """
    orders = records.all("orders")
    subscriptions = records.all("subscriptions")
    owners = {order["id"]: _owner(order, customer_key) for order in orders}
    first = _first_owners(orders, owners)
    for customer in records.all("customers"):
        yield _key("account", customer, first.get(customer["id"], "")), {"deleted": False}
    for subscription in subscriptions:
        owner = owners[str(subscription["attributes"]["order_id"])]
        yield _key("subscription", subscription, owner), _subscription(records, subscription, now)
    opening = {str(each["attributes"]["order_id"]) for each in subscriptions}
    for order in orders:
        if order["id"] not in opening:
            yield _key("purchase", order, owners[order["id"]]), _purchase(records, order)


def _key(kind: Kind, document: Document, owner: str) -> Key:
    return Key(provider="lemonsqueezy", kind=kind, id=document["id"], owner=owner)


def _owner(order: Document, customer_key: str) -> str:
    reference: str = order["private"]["custom_data"].get(customer_key, "")
    encoded, *signature = reference.rsplit("-", 2)
    if not signature:
        return ""
    return urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()


def _first_owners(orders: Sequence[Document], owners: Mapping[str, str]) -> Mapping[str, str]:
    """Return for each account the customer named first by a purchase in it."""
    first: dict[str, str] = {}
    for order in orders:
        if owner := owners[order["id"]]:
            first.setdefault(str(order["attributes"]["customer_id"]), owner)
    return first


def _subscription(records: Records, subscription: Document, now: datetime) -> Fields:
    told = subscription["attributes"]
    item = records.find("subscription-items", "attributes.subscription_id", int(subscription["id"]))[0]["attributes"]
    price = _the(records, "prices", item["price_id"])["attributes"]
    currency, name = _currency(records, told["order_id"]), f"{told['product_name']} ({told['variant_name']})"
    amount = money(price["unit_price"], currency)
    ended, pause = told["status"] == "expired", told["pause"] or {}
    return {
        "account": str(told["customer_id"]),
        "status": _status(told),
        "raw_status": told["status"],
        "plan": str(told["variant_id"]),
        "plan_name": name,
        "product": str(told["product_id"]),
        "price": amount,
        "interval": times(price["renewal_interval_quantity"], price["renewal_interval_unit"]),
        "quantity": item["quantity"],
        "items": content(item["quantity"], str(item["price_id"]), str(told["product_id"]), name, amount),
        "total": money(price["unit_price"] * item["quantity"], currency),
        "discounted": False,
        "started_at": from_text(told["created_at"]),
        "current_period_end": from_text(told["ends_at"] or told["renews_at"]),
        "trial_ends_at": from_text(told["trial_ends_at"]),
        "cancels_at": None if ended else from_text(told["ends_at"]),
        "ended_at": from_text(told["ends_at"]) if ended else None,
        "pauses_at": None,
        # An expired subscription keeps its `pause`, although it never resumes.
        "resumes_at": None if ended else to_come(from_text(pause.get("resumes_at")), now),
        "pending_change": None,
        "contested": False,
    }


def _status(told: Document) -> str:
    """Return the status: a cancelled subscription keeps its previous one, and a paused one is active if the pause is
    free.
    """
    if told["status"] == "paused":
        return "active" if told["pause"]["mode"] == "free" else "paused"
    if told["status"] == "cancelled":
        in_trial = told["trial_ends_at"] is not None and told["ends_at"] <= told["trial_ends_at"]
        return "trialing" if in_trial else "active"
    status: str = told["status"]
    return _STATUSES.get(status, status)


def _purchase(records: Records, order: Document) -> Fields:
    told = order["attributes"]
    item = records.find("order-items", "attributes.order_id", int(order["id"]))[0]["attributes"]
    return {
        "account": str(told["customer_id"]),
        "status": _ORDER_STATUSES.get(told["status"], told["status"]),
        "raw_status": told["status"],
        "product": str(item["product_id"]),
        "product_name": item["product_name"],
        "items": content(
            item["quantity"],
            str(item["price_id"]),
            str(item["product_id"]),
            item["product_name"],
            money(item["price"] * item["quantity"], told["currency"]),
        ),
        "paid": money(told["total"], told["currency"]),
        "refunded": money(told["refunded_amount"], told["currency"]),
        "purchased_at": from_text(told["created_at"]),
    }


def _currency(records: Records, order_id: int) -> str:
    currency: str = _the(records, "orders", order_id)["attributes"]["currency"]
    return currency


def _the(records: Records, kind: str, id_: str | int) -> Document:
    found = records.get(kind, str(id_))
    if found is None:
        raise LookupError(f"the sandbox names {kind} {id_}, and has no such thing")
    return found
