"""Destinations of events, in either format (Stripe API v2, "Event Destinations")."""

from __future__ import annotations

from collections.abc import Sequence

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects.thin_event import timestamp
from payment_sandbox.stripe.refusal import Refusal

KIND = "v2.core.event_destination"
SECRET = "webhook_endpoint.secret"  # noqa: S105  # the kind of the records that hold them
_MOST = 16
_SECRET_LENGTH = 32


def create(
    account: Account,
    *,
    name: str,
    url: str,
    event_payload: str,
    enabled_events: Sequence[str],
    description: str = "",
) -> Document:
    """The destination as it is kept; `secret_of` tells its secret, which the API shows this once.

    Raises:
        Refusal
    """
    if account.records.count(KIND) >= _MOST:
        raise Refusal(f"You have reached the maximum of {_MOST} event destinations.")
    if event_payload != "thin":
        raise Refusal("The sandbox sends snapshot events to webhook endpoints only.", param="event_payload")
    now = timestamp(account.moment())
    made = {
        "id": account.new_id("ed_test_"),
        "object": KIND,
        "amazon_eventbridge": None,
        "azure_event_grid": None,
        "created": now,
        "description": description,
        "enabled_events": list(enabled_events),
        "event_payload": event_payload,
        "events_from": ["@self"],
        "livemode": False,
        "metadata": {},
        "name": name,
        "snapshot_api_version": None,
        "status": "enabled",
        "status_details": None,
        "type": "webhook_endpoint",
        "updated": now,
        "webhook_endpoint": {"signing_secret": None, "url": url},
    }
    account.records.put(KIND, made)
    account.records.put(SECRET, {"id": made["id"], "secret": account.new_id("whsec_", _SECRET_LENGTH)})
    return made


def secret_of(account: Account, id_: str) -> str:
    kept = account.records.get(SECRET, id_)
    return str(kept["secret"]) if kept else ""


def change(account: Account, id_: str, **changes: object) -> Document:
    """One that is disabled is sent nothing more, not even what waits for it."""
    destination = account.get(KIND, id_)
    changed = {**destination, **changes, "updated": timestamp(account.moment())}
    account.records.put(KIND, changed)
    if changed["status"] == "disabled":
        account.withdraw(id_)
    return changed


def enable(account: Account, id_: str) -> Document:
    return change(account, id_, status="enabled", status_details=None)


def disable(account: Account, id_: str) -> Document:
    return change(account, id_, status="disabled", status_details={"disabled": {"reason": "user"}})
