"""The customers' limits in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ports.errors import StorageUnavailable
from application.ports.operations.clock import Clock
from application.ports.operations.customer_limits import CustomerLimit
from domain.customer import CustomerId


@dataclass(slots=True)
class InMemoryCustomerLimits:
    """`down` makes the database unavailable."""

    clock: Clock
    admitted: dict[tuple[str, CustomerId], list[datetime]] = field(default_factory=dict)
    down: bool = False

    async def admit(self, limit: CustomerLimit, customer_id: CustomerId) -> timedelta:
        if self.down:
            raise StorageUnavailable
        now = self.clock.now()
        times = self.admitted.setdefault((limit.name, customer_id), [])
        if len(times) >= limit.most and now - limit.window < times[-limit.most] <= now + limit.window:
            return times[-limit.most] + limit.window - now
        times.append(now)
        return timedelta()
