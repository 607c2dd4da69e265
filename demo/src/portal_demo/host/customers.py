"""Whom the host application knows: its own users, kept by itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """`about`: what is particular about them, for whoever looks at the demo."""

    id: str
    name: str
    email: str
    about: str = ""


@dataclass(slots=True)
class Customers:
    """In the order in which they came, kept in a file."""

    file: Path
    _known: dict[str, Customer] = field(init=False)

    def __post_init__(self) -> None:
        kept = msgspec.json.decode(self.file.read_bytes(), type=list[Customer]) if self.file.exists() else []
        self._known = {customer.id: customer for customer in kept}

    def __iter__(self) -> Iterator[Customer]:
        return iter(self._known.values())

    def get(self, id_: str) -> Customer | None:
        return self._known.get(id_)

    def add(self, customer: Customer) -> None:
        self._known[customer.id] = customer
        written = self.file.with_name(f"{self.file.name}.new")
        written.write_bytes(msgspec.json.encode(list(self._known.values())))
        os.replace(written, self.file)

    def named(self, name: str) -> Customer:
        """Somebody new of that name, whose id is nobody else's."""
        plain = _NOT_IN_IDS.sub("_", name.lower()).strip("_")[:40] or "customer"
        taken, number = {customer.id for customer in self}, 1
        while (id_ := f"user_{plain}" if number == 1 else f"user_{plain}_{number}") in taken:
            number += 1
        return Customer(id=id_, name=name, email=f"{id_.removeprefix('user_').replace('_', '.')}@example.com")
