"""The customer's own details."""

from __future__ import annotations

from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.hosted.checkout import EMAIL
from payment_sandbox.stripe.hosted.site import Page
from payment_sandbox.stripe.hosted.tasks.task import Done, Errand, NotOffered, Task
from payment_sandbox.stripe.life import customers

_PLAIN = ("name", "email", "phone")
_ADDRESS = ("line1", "line2", "postal_code", "city", "state", "country")


def _show(errand: Errand) -> Page:
    return _page(errand, _known(errand.visit.customer), _allowed(errand))


def _save(errand: Errand) -> Done | Page:
    allowed = _allowed(errand)
    if "email" in allowed and not EMAIL.fullmatch(errand.said.get("email", "")):
        return _page(errand, errand.said, allowed, failure="Enter a valid e-mail address.")
    changes: dict[str, Any] = {name: errand.said.get(name) or None for name in _PLAIN if name in allowed}
    if "address" in allowed:
        address = {name: errand.said.get(name) or None for name in _ADDRESS}
        changes["address"] = address if any(address.values()) else None
    customers.update(errand.account, errand.visit.customer["id"], **changes)
    return Done(word="details")


def _allowed(errand: Errand) -> list[str]:
    feature = errand.visit.features["customer_update"]
    if not feature["enabled"]:
        raise NotOffered("Billing information cannot be updated here.")
    allowed: list[str] = feature["allowed_updates"]
    return allowed


def _known(customer: Document) -> dict[str, str]:
    address = customer["address"] or {}
    known = {name: customer[name] for name in _PLAIN} | {name: address.get(name) for name in _ADDRESS}
    return {name: value or "" for name, value in known.items()}


def _page(errand: Errand, filled_in: Any, allowed: list[str], *, failure: str = "") -> Page:
    told = {name: filled_in.get(name, "") for name in (*_PLAIN, *_ADDRESS)}
    return errand.page("details.html", failure=failure, allowed=allowed, told=told)


UPDATE = Task(show=_show, perform=_save, needs_subscription=False)
