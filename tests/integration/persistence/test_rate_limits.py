"""The time that the database takes counts towards the wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from adapters.persistence.database import make_engines
from adapters.persistence.operations.rate_limits import SqlRateLimits
from application.ports.operations.rate_limits import RateLimit
from examples import ALPHA, NOON

SECOND = timedelta(seconds=1)
PACE = RateLimit(at_once=1, interval=10 * SECOND, patience=10 * SECOND)


@dataclass(slots=True)
class Ticking:
    """Advances each time it is read."""

    moment: datetime
    by: timedelta

    def now(self) -> datetime:
        self.moment += self.by
        return self.moment


@pytest.mark.parametrize(("takes", "left"), [(0, 10), (1, 7), (4, 0)])
async def test_wait_counts_from_the_return(database_url: str, takes: int, left: int) -> None:
    engines = make_engines(database_url)
    try:
        limits = SqlRateLimits(engines, Ticking(NOON, takes * SECOND))
        assert await limits.acquire(ALPHA, PACE) == timedelta()
        assert await limits.acquire(ALPHA, PACE) == left * SECOND
    finally:
        await engines.dispose()
