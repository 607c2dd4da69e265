"""A log of the run, written as it happens."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TextIO

from chaos.orders import Orders


@dataclass(slots=True)
class Book:
    """A line of JSON for each day, action and fault; read it backwards to find a cause."""

    out: TextIO
    deeds: int = 0

    def orders(self, orders: Orders) -> None:
        self._write(**{name: str(value) for name, value in asdict(orders).items()})

    def day(self, day: int) -> None:
        self._write(day=day)

    def deed(self, who: str, what: str) -> None:
        self.deeds += 1
        self._write(deed=what, who=who)

    def fault(self, fault: str, what: str) -> None:
        self._write(fault=fault, what=what)

    def _write(self, **what: str | int) -> None:
        self.out.write(json.dumps(what) + "\n")
        self.out.flush()
