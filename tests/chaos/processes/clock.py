"""The sandbox's clock in other processes: its offset from the machine's clock, in a memory-mapped file."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_SECONDS = struct.Struct("d")


class SharedClock:
    """`file` is created by the process that sets the time, before any process reads it."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self._ahead = mmap.mmap(opened.fileno(), _SECONDS.size)

    @classmethod
    def made(cls, file: Path) -> SharedClock:
        file.write_bytes(_SECONDS.pack(0.0))
        return cls(file)

    def show(self, ahead: timedelta) -> None:
        """Set the time in every process."""
        _SECONDS.pack_into(self._ahead, 0, ahead.total_seconds())

    def now(self) -> datetime:
        """Return the time in UTC."""
        (ahead,) = _SECONDS.unpack_from(self._ahead, 0)
        return datetime.now(UTC) + timedelta(seconds=ahead)
