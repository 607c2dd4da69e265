"""A clock that stands still until a test moves it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class FakeClock:
    """Returns `moment`, in UTC."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by

    async def sleep(self, seconds: float) -> None:
        """Move the clock forward instead of sleeping."""
        until = self.moment + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self.moment = max(self.moment, until)
