"""A job runner that does nothing, and may be unable to start."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.errors import StorageUnavailable


@dataclass(slots=True)
class FakeEngine:
    unable: StorageUnavailable | None = None

    async def check(self) -> None:
        if self.unable is not None:
            raise self.unable

    async def run(self) -> None:
        """Do nothing."""
