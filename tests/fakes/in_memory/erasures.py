"""Tombstones in memory."""

import hashlib
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from domain.customer import CustomerId
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryErasures:
    tables: Tables

    async def add(self, customer_id: CustomerId, stand_in: CustomerId, at: datetime) -> CustomerId:
        return self.tables.erasures.setdefault(_digest(customer_id), stand_in)

    async def any(self) -> bool:
        return bool(self.tables.erasures)

    async def pseudonyms(self, customers: Set[CustomerId]) -> dict[CustomerId, CustomerId]:
        known = {customer: self.tables.erasures.get(_digest(customer)) for customer in customers}
        return {customer: stand_in for customer, stand_in in known.items() if stand_in is not None}


def _digest(customer_id: CustomerId) -> str:
    return hashlib.sha256(customer_id.encode()).hexdigest()
