"""What the query of a list asks for: which objects, which page of them, and what else along with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from payment_sandbox.lemonsqueezy.api.answering import Problem
from payment_sandbox.lemonsqueezy.relations import RELATIONS

DEFAULT_SIZE, LARGEST_SIZE = 10, 100

FILTERS: Mapping[str, frozenset[str]] = {
    "stores": frozenset(),
    "products": frozenset({"store_id"}),
    "variants": frozenset({"product_id", "status"}),
    "prices": frozenset({"variant_id"}),
    "customers": frozenset({"store_id", "email"}),
    "orders": frozenset({"store_id", "user_email", "order_number"}),
    "order-items": frozenset({"order_id", "product_id", "variant_id"}),
    "subscriptions": frozenset(
        {"store_id", "order_id", "order_item_id", "product_id", "variant_id", "user_email", "status"}
    ),
    "subscription-items": frozenset({"subscription_id", "price_id"}),
    "subscription-invoices": frozenset({"store_id", "status", "refunded", "subscription_id"}),
    "checkouts": frozenset({"store_id", "variant_id"}),
    "webhooks": frozenset({"store_id"}),
}
"""By what each list can be filtered (Lemon Squeezy API, "List all ..."). What is not here cannot be listed."""

_NUMBERS = re.compile(r"(.*_id|order_number)")
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`number` counts from 1."""

    number: int
    size: int

    @property
    def skipped(self) -> int:
        return (self.number - 1) * self.size


def filters(type_: str, query: Mapping[str, str]) -> dict[str, object]:
    """What the attributes must be.

    Raises:
        Problem: this list knows no such filter.
    """
    found: dict[str, object] = {}
    for name, value in query.items():
        if (asked := re.fullmatch(r"filter\[(.+)\]", name)) is not None:
            if asked[1] not in FILTERS[type_]:
                raise _unknown("filter", f"Filter parameter {asked[1]} is not allowed.")
            found[asked[1]] = _value(asked[1], value)
    return found


def page(query: Mapping[str, str]) -> Page:
    """
    Raises:
        Problem: there is no such page.
    """
    return Page(
        number=_positive("page.number", query.get("page[number]", "1")),
        size=_positive("page.size", query.get("page[size]", str(DEFAULT_SIZE)), LARGEST_SIZE),
    )


def included(type_: str, query: Mapping[str, str]) -> Sequence[str]:
    """The relations whose objects are wanted along.

    Raises:
        Problem: there is no such relation.
    """
    names = [name for name in query.get("include", "").split(",") if name]
    for name in names:
        if name not in RELATIONS[type_]:
            raise _unknown("include", f"Include path {name} is not allowed.")
    return names


def _value(name: str, text: str) -> object:
    if name == "refunded":
        return _TRUTHS.get(text, text)
    if _NUMBERS.fullmatch(name) and re.fullmatch(r"[0-9]{1,18}", text, re.ASCII):
        return int(text)
    return text


def _positive(name: str, text: str, most: int | None = None) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) else 0
    if number < 1:
        raise _unknown(name, f"The {name} field must be at least 1.")
    if most is not None and number > most:
        raise _unknown(name, f"The {name} field must not be greater than {most}.")
    return number


def _unknown(parameter: str, detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, detail, {"parameter": parameter})
