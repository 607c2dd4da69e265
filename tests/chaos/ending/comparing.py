"""Comparison of the service with the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.persistence.database import Database
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
    """The state of both at the same time."""

    sandbox: Rows
    mirror: Rows

    @property
    def differences(self) -> list[str]:
        return differences(self.sandbox, self.mirror)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """Owned objects are read through the API, and objects without an owner from the database.

    `of_whom` compares owners as well. Lemon Squeezy names them only in webhooks.
    """

    stage: Stage
    engines: Database
    playing: Playing
    of_whom: bool

    async def compared(self) -> Compared:
        """Compare both after convergence. The clock advances meanwhile; if anything happens in between, the
        comparison is repeated.

        Raises: NoRest
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
