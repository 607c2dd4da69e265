"""Tombstones of erased customers, without personal data."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import datetime
from typing import Protocol

from domain.customer import CustomerId, Pseudonym

_ANONYMOUS = re.compile(r"erased:[0-9a-f]{32}")


def new_pseudonym(random: str) -> CustomerId:
    """Return a new id that replaces an erased customer's, so that their purchases belong to nobody else.

    `random`: 32 hexadecimal digits.
    """
    return Pseudonym(f"erased:{random}")


def is_pseudonym(customer_id: CustomerId) -> bool:
    return _ANONYMOUS.fullmatch(customer_id) is not None


class Tombstones(Protocol):
    """Tombstones: they tell whether a given id is that of somebody erased, and nobody can read the ids from them."""

    async def add(self, customer_id: CustomerId, stand_in: CustomerId, at: datetime) -> CustomerId:
        """Answers who stands in for them: the first word stays."""
        ...

    async def any(self) -> bool:
        """Whether anybody was ever erased."""
        ...

    async def pseudonyms(self, customers: Set[CustomerId]) -> dict[CustomerId, CustomerId]:
        """Return the pseudonyms of those of the given customers who were erased."""
        ...
