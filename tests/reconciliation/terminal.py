"""A command in a terminal, as a user sees it."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_CONTROL = re.compile(r"\x1b\[K|\r")


@dataclass(slots=True, kw_only=True)
class Terminal:
    """`shown` is everything written so far, including overwritten text. Standard output goes elsewhere."""

    process: asyncio.subprocess.Process
    shown: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def lines(self) -> list[str]:
        """Return everything that was readable at some time."""
        return [line.strip() for line in _CONTROL.sub("\n", self.shown).splitlines() if line.strip()]

    def compared(self, provider: str) -> int:
        """Return the number of objects shown as compared."""
        told = re.findall(rf"{provider} ([0-9,]+) \(", self.shown)
        return int(told[-1].replace(",", "")) if told else 0

    async def until_compared(self, provider: str, many: int, *, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while self.compared(provider) < many:
                assert self.process.returncode is None, self.shown
                self.changed.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), 0.5)

    async def ended(self, *, seconds: float) -> tuple[int, str]:
        """Wait for its end and return its exit status and standard output."""
        async with asyncio.timeout(seconds):
            out, _ = await self.process.communicate()
        return self.process.returncode or 0, out.decode()


def _as_in_the_foreground() -> None:
    """Put it into the foreground: a background job, and what it starts, ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@asynccontextmanager
async def in_terminal(folder: Path, *arguments: str, settings: Mapping[str, str]) -> AsyncIterator[Terminal]:
    """Run `customer-portal` with these arguments, and end it with the block in any case."""
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "entrypoints.cli", *arguments),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=theirs,
        preexec_fn=_as_in_the_foreground,
    )
    os.close(theirs)
    terminal = Terminal(process=process)

    def read() -> None:
        """Read until nobody writes to the terminal any more."""
        try:
            text = os.read(ours, 65_536)
        except OSError:
            text = b""
        if not text:
            loop.remove_reader(ours)
        terminal.shown += text.decode(errors="replace")
        terminal.changed.set()

    loop = asyncio.get_running_loop()
    loop.add_reader(ours, read)
    try:
        yield terminal
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
        loop.remove_reader(ours)
        os.close(ours)
