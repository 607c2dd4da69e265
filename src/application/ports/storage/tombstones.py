"""Who was erased, without a word of who they were."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import datetime
from typing import Protocol

from domain.customer import CustomerId, Pseudonym

_ANONYMOUS = re.compile(r"erased:[0-9a-f]{32}")


def new_pseudonym(random: str) -> CustomerId:
    """Who stands in for an erased customer, so that what they bought stays theirs and becomes nobody else's.

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
        """Of those among them who were erased."""
        ...
