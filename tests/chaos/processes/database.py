"""The service's database: a server that can crash, or a file that cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from postgres import KeptServer, kept_server, temporary_database

Choice = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """`server` is None for a file."""

    url: str = field(repr=False)
    server: KeptServer | None = None

    async def crash(self) -> None:
        if self.server is not None:
            await asyncio.to_thread(self.server.crash)

    async def start(self) -> None:
        if self.server is not None:
            await asyncio.to_thread(self.server.start)


@contextmanager
def database(choice: Choice, folder: Path) -> Iterator[Database]:
    """Create an empty database, removed at the end."""
    if choice == "sqlite":
        yield Database(url=f"sqlite:///{folder / 'portal.sqlite3'}")
        return
    with kept_server() as server, temporary_database(server.url) as url:
        yield Database(url=url, server=server)
