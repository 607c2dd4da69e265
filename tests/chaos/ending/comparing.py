"""What the service knows, beside what the sandbox holds."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.persistence.engine import Engines
from adapters.persistence.storage import SqlStorage
from chaos.playing import Playing
from chaos.stage import Stage
from chaos.time import NoRest, Time
from equality.differences import differences
from equality.mirror_rows import mirror_rows
from equality.rows import Rows, nobodys
from equality.sandbox_rows import sandbox_rows
from equality.stored_rows import stored_rows

_TRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both as of one moment."""

    sandbox: Rows
    mirror: Rows

    @property
    def differences(self) -> list[str]:
        return differences(self.sandbox, self.mirror)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """What somebody has is read through the API; what is nobody's is told by none, and read where it is kept.

    `of_whom`: whether everything is expected to be known as whose it is. Lemon Squeezy tells that in webhooks alone.
    """

    stage: Stage
    engines: Engines
    playing: Playing
    of_whom: bool

    async def compared(self) -> Compared:
        """At rest. The clock goes on meanwhile, so that something may happen in between: then it is done anew.

        Raises:
            NoRest
        """
        for _ in range(_TRIES):
            await Time(self.stage).to_rest(self.engines)
            before = self._last_message()
            held = self.playing.linking.told(sandbox_rows(self.stage.sandbox))
            found = Compared(sandbox=self._alike(held), mirror=await self._mirror())
            if self._last_message() == before:
                return found
        raise NoRest("something always happens while it is compared")

    async def _mirror(self) -> Rows:
        kept = await stored_rows(SqlStorage(self.engines), self.stage.sandbox.clock.now())
        told = await mirror_rows(self.stage.shop.shop.portal, self.playing.customers)
        return self._alike({**told, **{key: row for key, row in kept.items() if not key.owner}})

    def _alike(self, rows: Rows) -> Rows:
        return rows if self.of_whom else nobodys(rows, "lemonsqueezy")

    def _last_message(self) -> int | None:
        latest = self.stage.sandbox.outbox.latest(1)
        return latest[0].id if latest else None
