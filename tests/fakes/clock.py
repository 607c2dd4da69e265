"""A clock that stands still until it is told to move."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class FakeClock:
    """Answers `moment`, in UTC."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by

    async def sleep(self, seconds: float) -> None:
        """Whoever sleeps by it has it moved to when they wake."""
        until = self.moment + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self.moment = max(self.moment, until)
