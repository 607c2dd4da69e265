"""The limit on reads by browser tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ports.operations.clock import Clock
from application.ports.operations.customer_limits import CustomerLimit, CustomerLimits
from domain.customer import CustomerId
from entrypoints.http.rate_limit import RequestLimit

AT_ONCE = 6
READINGS = CustomerLimit(name="readings", most=20, window=timedelta(minutes=1))
"""Each admits a process to `AT_ONCE` readings, so that is 120 a minute: an open page reads 15 times a minute."""

_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Admitted:
    until: datetime
    left: int


@dataclass(slots=True, kw_only=True)
class ReadingLimit:
    """Counts readings in this process, and asks the limit that all processes share only for several at once.

    A write to the database for each reading would cost more than the reading itself. In return, each process may let
    through up to `AT_ONCE` more than the limit: what it was admitted to a moment before. After a window these are lost.
    """

    limits: CustomerLimits
    clock: Clock
    _admitted: dict[CustomerId, _Admitted] = field(default_factory=dict)

    async def admit(self, customer_id: CustomerId) -> None:
        """
        Raises:
            Throttled
            StorageUnavailable
        """
        if self._take(customer_id):
            return
        await RequestLimit(limits=self.limits, limit=READINGS).admit(customer_id)
        self._forget()
        until = self.clock.now() + READINGS.window
        self._admitted[customer_id] = _Admitted(until=until, left=AT_ONCE - 1)

    def _take(self, customer_id: CustomerId) -> bool:
        known = self._admitted.get(customer_id)
        if known is None or known.left == 0 or known.until <= self.clock.now():
            return False
        self._admitted[customer_id] = _Admitted(until=known.until, left=known.left - 1)
        return True

    def _forget(self) -> None:
        """Drop what has run out, once there is much of it."""
        if len(self._admitted) >= _MOST_REMEMBERED:
            now = self.clock.now()
            self._admitted = {customer: known for customer, known in self._admitted.items() if known.until > now}
