"""Time advances in steps, each of which waits for the effects of the previous one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.persistence.database import Database
from chaos.ending.backlog import next_due
from chaos.stage import Stage
from portal_demo.polling import poll_until

_SECONDS_FOR_A_STEP = 600.0
_MOST_STEPS_TO_REST = 2_000
_A_MOMENT = timedelta(seconds=1)
_SUCH = "outcome = 'waiting' AND vendor = 'lemonsqueezy' AND json_array_length(attempts) > 1"
_INDEX = f"CREATE INDEX IF NOT EXISTS nearly_given_up ON deliveries (next_attempt) WHERE {_SUCH}"
_NEARLY_GIVEN_UP = f"SELECT min(next_attempt) FROM deliveries INDEXED BY nearly_given_up WHERE {_SUCH}"  # noqa: S608


class NoRest(Exception):
    """The system does not converge."""


@dataclass(frozen=True, slots=True)
class Time:
    stage: Stage

    def __post_init__(self) -> None:
        """Let each step of time check for retries about to be given up, even while thousands of webhooks wait."""
        self.stage.sandbox.storage.connection.execute(_INDEX)

    def now(self) -> datetime:
        return self.stage.sandbox.clock.now()

    def move_to(self, moment: datetime) -> None:
        """Move the clock forward, never back."""
        sandbox = self.stage.sandbox
        if moment > sandbox.clock.exactly():
            sandbox.move(moment - sandbox.clock.exactly())
        self.stage.show_time()

    async def through_today(self) -> None:
        """Wait until everything due is sent, every fault is over, and no retry is about to be given up: moving the
        clock while the service is down would make it miss webhooks that it would not have missed.

        A long backlog takes minutes, in which retries go on.

        Raises: DidNotStart, NoRest
        """
        await self._sent(or_nearly_given_up=True)
        await self.stage.striking.mended()
        await self.through_retries()

    async def through_retries(self) -> None:
        """Wait until no retry is about to be given up, without injecting faults meanwhile: Lemon Squeezy tries four
        times within three minutes, and a fault in each would lose for good what the test expects to arrive.

        Raises: DidNotStart, NoRest
        """
        striking = self.stage.striking
        while (at := self._nearly_given_up()) is not None:
            with striking.held_back():
                await striking.mended()
                self.move_to(at + _A_MOMENT)
                await self._sent()

    async def to_rest(self, engines: Database) -> None:
        """Advance until nothing is left to be sent, retried or fetched, however late.

        Raises: NoRest
        """
        for _ in range(_MOST_STEPS_TO_REST):
            await self._sent()
            await self._done(engines)
            moments = [await next_due(engines), self._next_attempt()]
            following = min((moment for moment in moments if moment is not None), default=None)
            if following is None:
                return
            self.move_to(following + _A_MOMENT)
        raise NoRest("there is always something more to do")

    async def _sent(self, *, or_nearly_given_up: bool = False) -> None:
        outbox, clock = self.stage.sandbox.outbox, self.stage.sandbox.clock

        async def come() -> bool:
            if or_nearly_given_up and self._nearly_given_up() is not None:
                return True
            at = outbox.next_attempt()
            return at is None or at > clock.now().timestamp()

        if not await poll_until(come, within=_SECONDS_FOR_A_STEP):
            raise NoRest("webhooks do not get through")

    async def _done(self, engines: Database) -> None:
        async def nothing_due() -> bool:
            at = await next_due(engines)
            return at is None or at > self.now()

        if not await poll_until(nothing_due, within=_SECONDS_FOR_A_STEP):
            raise NoRest("the service does not get done")

    def _next_attempt(self) -> datetime | None:
        return self._moment(self.stage.sandbox.outbox.next_attempt())

    def _nearly_given_up(self) -> datetime | None:
        """Return whether any webhook is on its last attempt; Lemon Squeezy makes four."""
        return self._moment(self.stage.sandbox.storage.connection.execute(_NEARLY_GIVEN_UP).fetchone()[0])

    def _moment(self, since_1970: float | None) -> datetime | None:
        now = self.now()
        return None if since_1970 is None else now + timedelta(seconds=since_1970 - now.timestamp())
