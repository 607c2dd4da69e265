"""Somebody in the customer portal: whoever has the address of a session, for as long as it is good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life.portal import VISIT

UNUSED = 5 * 60
"""For how many seconds an address is good that nobody has opened (Stripe documentation, "Customer portal")."""

IDLE = 60 * 60
"""And for how many after it was last used."""

_FLOW_TASKS = {"subscription_update": ("subscription_update", "subscription_update_confirm")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`flow`: the only thing that can be done here, None if it is done or if everything can be."""

    token: str
    session: Document
    customer: Document
    configuration: Document
    flow: Document | None
    is_done: bool

    @property
    def features(self) -> Document:
        features: Document = self.configuration["features"]
        return features

    def allows(self, task: str, subscription: str | None) -> bool:
        """Within a flow, only the task that it is for, with the subscription that it is for."""
        if self.is_done:
            return False
        if self.flow is None:
            return True
        type_ = self.flow["type"]
        about = (self.flow.get(type_) or {}).get("subscription")
        return task in _FLOW_TASKS.get(type_, (type_,)) and subscription == about

    def url(self, account: Account, task: str = "", **query: str) -> str:
        base = f"{account.address}/portal/session/{self.token}"
        path = f"{base}/{task}" if task else base
        return f"{path}?{urlencode(query)}" if query else path


def enter(account: Account, token: str) -> Visit | None:
    """Counts as use of it; None if it is not good, or not any more."""
    kept = account.find(VISIT, token)
    if kept is None:
        return None
    session, now = account.get("billing_portal.session", kept["session"]), account.now()
    last = kept["last_used"]
    good_until = session["created"] + UNUSED if last is None else last + IDLE
    customer = account.get("customer", session["customer"])
    if now > good_until or customer.get("deleted"):
        return None
    account.records.put(VISIT, {**kept, "last_used": now})
    return _visit(account, kept, session, customer)


def finish(account: Account, visit: Visit) -> None:
    """What the session was made for is done."""
    if visit.flow is not None:
        account.records.put(VISIT, {**account.get(VISIT, visit.token), "done": True})


def _visit(account: Account, kept: Document, session: Document, customer: Document) -> Visit:
    flow: dict[str, Any] | None = session["flow"]
    stays = kept["done"] and flow is not None and flow["after_completion"]["type"] != "portal_homepage"
    return Visit(
        token=kept["id"],
        session=session,
        customer=customer,
        configuration=account.get("billing_portal.configuration", session["configuration"]),
        flow=None if kept["done"] else flow,
        is_done=bool(stays),
    )
