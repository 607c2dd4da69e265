"""Rate limits per customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from application.ports.operations.customer_limits import CustomerLimit, CustomerLimits
from domain.customer import CustomerId
from entrypoints.http.errors import RateLimited

PORTAL_SESSIONS = CustomerLimit(name="portal_sessions", most=10, window=timedelta(minutes=1))
BILLING_SESSIONS = CustomerLimit(name="billing_sessions", most=30, window=timedelta(minutes=1))
REFRESHES = CustomerLimit(name="refreshes", most=6, window=timedelta(minutes=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimit:
    """Refuses the requests of a customer who comes too often."""

    limits: CustomerLimits
    limit: CustomerLimit

    async def admit(self, customer_id: CustomerId) -> None:
        """
        Raises:
            Throttled
            StorageUnavailable
        """
        wait = await self.limits.admit(self.limit, customer_id)
        if wait > timedelta():
            raise RateLimited(wait)
