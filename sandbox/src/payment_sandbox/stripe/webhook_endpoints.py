"""Who is told of what happens (Stripe API, "Webhook Endpoints")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects.event import API_VERSION
from payment_sandbox.stripe.refusal import Refusal

KIND = "webhook_endpoint"
SECRET = "webhook_endpoint.secret"  # noqa: S105  # the kind of the records that hold them
_MOST = 16
_SECRET_LENGTH = 32


def create(
    account: Account,
    *,
    url: str,
    enabled_events: Sequence[str],
    api_version: str | None = None,
    description: str | None = None,
    metadata: Mapping[str, str] | None = None,
    secret: str | None = None,
) -> Document:
    """The answer holds its secret, this once. `secret`: None for a new one.

    Raises:
        Refusal
    """
    if account.records.count(KIND) >= _MOST:
        raise Refusal(f"You have reached the maximum of {_MOST} test webhook endpoints.")
    made = {
        "id": account.new_id("we_"),
        "object": KIND,
        "api_version": api_version,
        "application": None,
        "created": account.now(),
        "description": description or None,
        "enabled_events": list(enabled_events),
        "livemode": False,
        "metadata": dict(metadata or {}),
        "status": "enabled",
        "url": _reachable(url),
    }
    secret = secret or account.new_id("whsec_", _SECRET_LENGTH)
    account.records.put(KIND, made)
    account.records.put(SECRET, {"id": made["id"], "secret": secret})
    return {**made, "secret": secret}


def update(account: Account, id_: str, **changes: Any) -> Document:
    """Its version stays what it is. One that is switched off is told nothing more, not even what waits for it.

    Raises:
        Refusal
    """
    endpoint = account.get(KIND, id_)
    disabled = changes.pop("disabled", None)
    if "url" in changes:
        _reachable(changes["url"])
    if "metadata" in changes:
        changes["metadata"] = {**endpoint["metadata"], **changes["metadata"]} if changes["metadata"] else {}
        changes["metadata"] = {name: value for name, value in changes["metadata"].items() if value}
    if disabled is not None:
        changes["status"] = "disabled" if disabled else "enabled"
    changed = {**endpoint, **changes}
    account.records.put(KIND, changed)
    if changed["status"] == "disabled":
        account.withdraw(id_)
    return changed


def delete(account: Account, id_: str) -> Document:
    """
    Raises:
        Refusal
    """
    account.get(KIND, id_)
    account.records.delete(KIND, id_)
    account.records.delete(SECRET, id_)
    account.withdraw(id_)
    return {"id": id_, "object": KIND, "deleted": True}


def ensure(account: Account, url: str, secret: str) -> None:
    """There is one that is told everything, at this address and with this secret."""
    for endpoint in account.records.find(KIND, "url", url):
        kept = account.records.get(SECRET, endpoint["id"])
        if endpoint["status"] == "enabled" and kept is not None and kept["secret"] == secret:
            return
        delete(account, endpoint["id"])
    create(account, url=url, enabled_events=["*"], api_version=API_VERSION, secret=secret)


def _reachable(url: str) -> str:
    """In test mode plain HTTP will do."""
    try:
        address = urlsplit(url)
        usable = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise Refusal(
            "Invalid URL: An explicit scheme (such as https) must be provided.", param="url", code="url_invalid"
        )
    return url
