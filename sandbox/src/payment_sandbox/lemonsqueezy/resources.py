"""The objects that exist: by type and id, each with its attributes and with what the outside never sees of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from payment_sandbox.clock import SandboxClock
from payment_sandbox.lemonsqueezy.relations import Many, One, Relation
from payment_sandbox.lemonsqueezy.timestamps import written
from payment_sandbox.records import Document, Records

_BEFORE_THE_FIRST = 1000
_OF_NO_MODE = frozenset({"users", "stores", "prices", "order-items", "subscription-items"})


@dataclass(frozen=True, slots=True)
class Resources:
    """A document is `{type, id, attributes, private}`. Ids are counted for each type by itself, as the real ones."""

    records: Records
    clock: SandboxClock

    def add(
        self, type_: str, attributes: Document, *, private: Document | None = None, id_: str | None = None
    ) -> Document:
        """A new one, made now, in test mode."""
        now = written(self.clock.now())
        mode = {} if type_ in _OF_NO_MODE else {"test_mode": True}
        document = {
            "type": type_,
            "id": id_ or str(_BEFORE_THE_FIRST + self.records.number(type_)),
            "attributes": {**attributes, "created_at": now, "updated_at": now, **mode},
            "private": private or {},
        }
        self.records.put(type_, document)
        return document

    def save(self, document: Document, *, touch: bool = True) -> None:
        """As it is now. `touch`: whether that moves its `updated_at`, as most changes do."""
        if touch:
            document["attributes"]["updated_at"] = written(self.clock.now())
        self.records.put(document["type"], document)

    def remove(self, document: Document) -> None:
        self.records.delete(document["type"], document["id"])

    def get(self, type_: str, id_: str | int) -> Document | None:
        return self.records.get(type_, str(id_))

    def the(self, type_: str, id_: str | int) -> Document:
        """One that is known to be there, because another names it.

        Raises:
            LookupError: it is not.
        """
        found = self.get(type_, id_)
        if found is None:
            raise LookupError(f"there is no {type_} {id_}")
        return found

    def first(self, type_: str, attribute: str, value: object) -> Document | None:
        """The oldest of which this is true."""
        return next(self.records.oldest(type_, {f"attributes.{attribute}": value}), None)

    def newest(self, type_: str, attribute: str, value: object) -> Iterator[Document]:
        """Those of which this is true, newest first."""
        return self.records.newest(type_, {f"attributes.{attribute}": value})

    def related(self, document: Document, relation: Relation) -> list[Document]:
        """Those that belong to it, newest first."""
        if isinstance(relation, One):
            found = self.get(relation.type, document["attributes"][relation.attribute])
            return [found] if found is not None else []
        if isinstance(relation, Many):
            return list(self.newest(relation.type, relation.attribute, int(document["id"])))
        return []


def number(document: Document) -> int:
    """Its id as others name it in their attributes."""
    return int(document["id"])


def attribute(document: Document, name: str) -> Any:
    return document["attributes"][name]
