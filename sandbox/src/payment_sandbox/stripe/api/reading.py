"""What most resources have: one object by its id, and lists by what their objects hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

from msgspec import UNSET, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.paging import Range, page_of_records, within
from payment_sandbox.stripe.api.parameters import Page, Parameters, given

_NO_FILTERS = ("limit", "starting_after", "ending_before", "created")

Shown = Callable[[Account, Document], Document]


class ByTime(Page, kw_only=True):
    """Most lists can be narrowed to when things were made."""

    created: int | Range | UnsetType = UNSET


Wanted = TypeVar("Wanted", bound=Page)


def _as_it_is(_: Account, document: Document) -> Document:
    return document


def retrieved(path: str, kind: str, *, shown: Shown = _as_it_is) -> Operation:
    """`path` holds the placeholder of the id."""

    def answer(call: Call) -> Document:
        call.read(Parameters)
        return shown(call.account, call.addressed(kind))

    return Operation(method="GET", path=path, answer=answer)


def listed(
    path: str,
    kind: str,
    parameters: type[Wanted],
    *,
    beside: Collection[str] = (),
    passes: Callable[[Wanted, Account, Document], bool] = lambda *_: True,
    shown: Shown = _as_it_is,
) -> Operation:
    """Filters are named as the fields that must hold their values.

    `beside`: those that are not, which `passes` looks at.
    """

    def answer(call: Call) -> Document:
        wanted = call.read(parameters)

        def passing(document: Document) -> bool:
            created = getattr(wanted, "created", UNSET)
            return within(created, document.get("created", 0)) and passes(wanted, call.account, document)

        where = dict(_fields(given(wanted, but=(*_NO_FILTERS, *beside))))
        page = page_of_records(call.account.records, kind, wanted, f"/v1/{path}", where=where, passes=passing)
        return {**page, "data": [shown(call.account, each) for each in page["data"]]}

    return Operation(method="GET", path=path, answer=answer)


def _fields(filters: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """`payment[type]` is the field `payment.type`."""
    for name, value in filters.items():
        if isinstance(value, dict):
            yield from _fields(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
