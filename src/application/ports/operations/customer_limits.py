"""Rate limits per customer, counted across all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.customer import CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLimit:
    """Each customer gets at most `most` requests in any stretch of time as long as `window`.

    `name`: identifies the limit in storage.
    """

    name: str
    most: int
    window: timedelta


class CustomerLimits(Protocol):
    """The requests of each customer within the last window."""

    async def admit(self, limit: CustomerLimit, customer_id: CustomerId) -> timedelta:
        """Count one more request and return zero, or return how long it takes until one is admitted again.

        A refused request does not count.

        Raises:
            StorageUnavailable: the request must be refused, because nobody knows how many there were.
        """
        ...
