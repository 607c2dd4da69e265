"""Moving the clock, and waiting until what followed from that has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from payment_sandbox.sandbox import Sandbox
from portal_demo.polling import poll_until

MOST_AT_ONCE = timedelta(days=366)


class InvalidTimeJump(Exception):
    """Time goes forward, and not too far at once."""


@dataclass(frozen=True, slots=True)
class TimeMachine:
    """One clock is behind everything: the providers' and, since the service follows it, its own."""

    sandbox: Sandbox

    def now(self) -> datetime:
        return self.sandbox.clock.now()

    async def move_to(self, moment: datetime) -> None:
        """
        Raises:
            InvalidTimeJump
        """
        by = moment - self.sandbox.clock.exactly()
        if not timedelta(0) <= by <= MOST_AT_ONCE:
            raise InvalidTimeJump
        self.sandbox.move(by)
        await self.settled()

    async def settled(self, *, within: float = 10.0) -> bool:
        """Whether all webhooks that are due now have been sent; waits a while for it."""

        async def nothing_on_the_way() -> bool:
            return not self.on_the_way()

        return await poll_until(nothing_on_the_way, within=within)

    def on_the_way(self) -> int:
        """How many webhooks should have been sent by now and have not."""
        return len(self.sandbox.outbox.due(self.sandbox.clock.now()))
