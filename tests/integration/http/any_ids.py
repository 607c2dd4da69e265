"""Deliveries with some of their ids replaced, each by the same text everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from domain.provider import ID_PATTERN, MAX_ID_LENGTH

_NOT_OF_THE_PROVIDER = frozenset({"user_id", "store_id"})
_OTHER_NAMES = frozenset(
    {"id", "customer", "subscription", "price", "plan", "product", "charge", "payment_intent", "invoice", "schedule"}
    | {"latest_charge", "coupon", "discount", "discounts", "snapshot_event", "customer_account"}  # Stripe
    | {"buyer", "code", "sku"}  # Acme
)

NASTY = (
    "p\u202e",
    "p\u00a0q",
    "\u200b",
    " ",
    "",
    ".",
    "..",
    "a/b?c#d%2Fe",
    "a:b",
    "a'b\"c\\d;--",
    "null",
    "\u0378",
    "\U0001f9fe",
    "x" * MAX_ID_LENGTH,
    "x" * (MAX_ID_LENGTH + 1),
    "a\x00b",
    "a\nb",
    "\ud800",
    "9" * 30,
)
"""Texts that are no ids, and ids that no provider would choose."""

any_id = st.sampled_from(NASTY) | st.from_regex(ID_PATTERN) | st.text(max_size=MAX_ID_LENGTH + 5)


def ids_in(bodies: Iterable[bytes]) -> frozenset[str]:
    """Find every text or number in the place of an id."""
    return frozenset(id_ for body in bodies for id_ in _ids(json.loads(body)))


def with_ids(body: bytes, new: Mapping[str, str]) -> bytes:
    """Return the delivery with these ids replaced everywhere. The other ids keep their spelling."""
    return json.dumps(_replaced(json.loads(body), new)).encode()


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from (str(id_) for id_ in _listed(each) if _is_place(name, id_))
            yield from _ids(each)
    elif isinstance(value, list):
        for each in value:
            yield from _ids(each)


def _replaced(value: Any, new: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced_at(name, each, new) for name, each in value.items()}
    return [_replaced(each, new) for each in value] if isinstance(value, list) else value


def _replaced_at(name: str, value: Any, new: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_replaced_at(name, each, new) for each in value]
    return new.get(str(value), value) if _is_place(name, value) else _replaced(value, new)


def _is_place(name: str, value: object) -> bool:
    """Only under a name that says so is a number an id: elsewhere it is an amount."""
    is_named = name == "id" or (name.endswith("_id") and name not in _NOT_OF_THE_PROVIDER)
    if isinstance(value, str):
        return is_named or name in _OTHER_NAMES
    return is_named and isinstance(value, int) and not isinstance(value, bool)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
