"""Lists, page by page (Stripe API, "Pagination")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import msgspec
from msgspec import UNSET, UnsetType

from payment_sandbox.records import Document, Records, Where
from payment_sandbox.stripe.api.parameters import Page
from payment_sandbox.stripe.refusal import Refusal, no_such

_INLINE = 10


class Range(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Seconds since 1970."""

    gt: int | UnsetType = UNSET
    gte: int | UnsetType = UNSET
    lt: int | UnsetType = UNSET
    lte: int | UnsetType = UNSET

    def holds(self, value: int) -> bool:
        """Whether it lies within."""
        return (
            (self.gt is UNSET or value > self.gt)
            and (self.gte is UNSET or value >= self.gte)
            and (self.lt is UNSET or value < self.lt)
            and (self.lte is UNSET or value <= self.lte)
        )


def within(wanted: int | Range | UnsetType, value: int) -> bool:
    """Whether a filter by time, where there is one, lets this pass."""
    if wanted is UNSET:
        return True
    return wanted.holds(value) if isinstance(wanted, Range) else value == wanted


def page_of_records(
    records: Records,
    kind: str,
    page: Page,
    url: str,
    *,
    where: Where | None = None,
    passes: Callable[[Document], bool] = lambda _: True,
) -> Document:
    """Newest first, of those that have what is wanted and pass.

    Raises:
        Refusal: what it shall start or end at does not exist.
    """

    def known(id_: str, param: str) -> str:
        if records.get(kind, id_) is None:
            raise no_such(kind, id_, param=param)
        return id_

    if page.ending_before is not UNSET:
        _not_both(page)
        after = known(page.ending_before, "ending_before")
        return _page(records.oldest(kind, where, after=after), page.limit, passes, url, backwards=True)
    start = None if page.starting_after is UNSET else known(page.starting_after, "starting_after")
    return _page(records.newest(kind, where, after=start), page.limit, passes, url)


def page_of_these(every: Sequence[Document], kind: str, page: Page, url: str) -> Document:
    """In the order in which they are."""
    ids = [each["id"] for each in every]
    for param, id_ in (("starting_after", page.starting_after), ("ending_before", page.ending_before)):
        if id_ is not UNSET and id_ not in ids:
            raise no_such(kind, id_, param=param)
    if page.ending_before is not UNSET:
        _not_both(page)
        before = reversed(every[: ids.index(page.ending_before)])
        return _page(before, page.limit, lambda _: True, url, backwards=True)
    start = 0 if page.starting_after is UNSET else ids.index(page.starting_after) + 1
    return _page(every[start:], page.limit, lambda _: True, url)


def whole_list(every: Sequence[Document], url: str) -> Document:
    """Inside of another object: its first page."""
    return page_of_these(every, "", Page(limit=_INLINE), url)


def _page(
    candidates: Iterable[Document], limit: int, passes: Callable[[Document], bool], url: str, *, backwards: bool = False
) -> Document:
    passing: Iterator[Document] = (each for each in candidates if passes(each))
    found = list(islice(passing, limit + 1))
    data = found[:limit][::-1] if backwards else found[:limit]
    return {"object": "list", "data": data, "has_more": len(found) > limit, "url": url}


def _not_both(page: Page) -> None:
    if page.starting_after is not UNSET:
        message = "You may only specify one of these parameters: starting_after, ending_before."
        raise Refusal(message, param="starting_after")
