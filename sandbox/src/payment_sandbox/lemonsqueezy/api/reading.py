"""Calls that read: an object, a list, what belongs to an object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from payment_sandbox.lemonsqueezy.api import query
from payment_sandbox.lemonsqueezy.api.answering import VERSION, Answer, not_there
from payment_sandbox.lemonsqueezy.api.call import Call
from payment_sandbox.lemonsqueezy.relations import RELATIONS, One
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document


def one(shop: Shop, document: Document, include: Sequence[str] = (), *, status: int = 200) -> Answer:
    """An object, and those that were asked for along with it."""
    told = shop.rendering(document)
    answer = {"jsonapi": VERSION, "links": told["links"], "data": told, **_included(shop, [document], include)}
    return Answer(status=status, document=answer)


def retrieve(shop: Shop, call: Call, type_: str, id_: str) -> Answer:
    return one(shop, existing(shop, type_, id_), query.included(type_, call.query))


def key_owner(shop: Shop, call: Call, id_: str) -> Answer:
    """Beside whose the key is, of which mode it is (Lemon Squeezy API, "Retrieve the authenticated user")."""
    answer = retrieve(shop, call, "users", id_)
    return replace(answer, document={"meta": {"test_mode": True}, **(answer.document or {})})


def listed(shop: Shop, call: Call, type_: str) -> Answer:
    """The newest first."""
    where = {f"attributes.{name}": value for name, value in query.filters(type_, call.query).items()}
    return _page(
        shop,
        call,
        type_,
        shop.records.count(type_, where),
        lambda page: shop.records.newest(type_, where, skip=page.skipped, limit=page.size),
    )


def related(shop: Shop, call: Call, type_: str, id_: str, name: str) -> Answer:
    """What belongs to an object by this relation: another object or a list."""
    relation = RELATIONS[type_].get(name)
    if relation is None:
        raise not_there()
    found = shop.resources.related(existing(shop, type_, id_), relation)
    if isinstance(relation, One):
        return one(shop, found[0])
    return _page(shop, call, type_, len(found), lambda page: found[page.skipped : page.skipped + page.size])


def relationship(shop: Shop, type_: str, id_: str, name: str) -> Answer:
    """Only what it is that belongs to an object by this relation."""
    relation = RELATIONS[type_].get(name)
    if relation is None:
        raise not_there()
    found = [
        {"type": each["type"], "id": each["id"]}
        for each in shop.resources.related(existing(shop, type_, id_), relation)
    ]
    return Answer(document={"jsonapi": VERSION, "data": found[0] if isinstance(relation, One) else found})


def existing(shop: Shop, type_: str, id_: str) -> Document:
    """
    Raises:
        Problem: there is none of this type with this id.
    """
    found = shop.resources.get(type_, id_)
    if found is None:
        raise not_there()
    return found


def _page(shop: Shop, call: Call, type_: str, total: int, cut: Callable[[query.Page], Iterable[Document]]) -> Answer:
    page, include = query.page(call.query), query.included(type_, call.query) if len(call.path) == 1 else ()
    found = list(cut(page))
    last = max(1, -(-total // page.size))
    told = {
        "currentPage": page.number,
        "from": page.skipped + 1 if found else None,
        "lastPage": last,
        "perPage": page.size,
        "to": page.skipped + len(found) if found else None,
        "total": total,
    }
    answer = {
        "meta": {"page": told},
        "jsonapi": VERSION,
        "links": _links(call, page, last),
        "data": [shop.rendering(each) for each in found],
        **_included(shop, found, include),
    }
    return Answer(document=answer)


def _links(call: Call, page: query.Page, last: int) -> Document:
    numbers = {"first": 1, "last": last}
    if page.number > 1:
        numbers["prev"] = page.number - 1
    if page.number < last:
        numbers["next"] = page.number + 1
    rest = {name: value for name, value in call.query.items() if not name.startswith("page[")}
    return {
        name: f"{call.url}?{urlencode({**rest, 'page[number]': number, 'page[size]': page.size})}"
        for name, number in numbers.items()
    }


def _included(shop: Shop, documents: Sequence[Document], names: Sequence[str]) -> Document:
    """Each of them once, however many name it."""
    if not names:
        return {}
    found = {
        (each["type"], each["id"]): each
        for document in documents
        for name in names
        for each in shop.resources.related(document, RELATIONS[document["type"]][name])
    }
    return {"included": [shop.rendering(each) for each in found.values()]}
