"""`make backfill`: a new installation fetches thousands of customers, and is interrupted and killed meanwhile."""

from __future__ import annotations

import argparse
import asyncio
import platform
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.persistence.schema import migrate
from application.reconciliation.checkpoint import LEASE
from equality.sandbox_rows import sandbox_rows
from postgres.databases import temporary_database
from postgres.server import server
from reconciliation.population import opened, populate
from reconciliation.portal import Portal
from reconciliation.sandbox_process import sandbox_process
from reconciliation.terminal import Terminal, in_terminal

_SECONDS = 3600.0
_FEWEST = 500


def _enough(text: str) -> int:
    """Parse a number that leaves something to interrupt."""
    number = int(text)
    if number < _FEWEST:
        raise argparse.ArgumentTypeError(f"must be {_FEWEST} at least")
    return number


def main() -> int:
    parser = argparse.ArgumentParser(prog="make backfill", description=__doc__)
    parser.add_argument("--customers", type=_enough, default=10_000, help="half of them at each provider")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        populated = Path(folder) / "populated.sqlite3"
        begun = time.monotonic()
        populate(populated, given.customers)
        _say(f"{given.customers:,} customers were made in {time.monotonic() - begun:.0f} s")
        fine = []
        for name in given.database or ("sqlite", "postgresql"):
            place = Path(folder) / name
            place.mkdir()
            sandbox = Path(shutil.copy(populated, place / "sandbox.sqlite3"))
            fine.append(asyncio.run(_backfill(place, sandbox, name, given.customers)))
    return 0 if all(fine) else 1


async def _backfill(folder: Path, sandbox: Path, name: str, customers: int) -> bool:
    with _database(folder, name) as url:
        await migrate(url)
        async with sandbox_process(folder, sandbox) as at:
            portal = Portal(database_url=url, at=at)
            seconds, compared = await _reconciled(portal, folder, customers)
            begun = time.monotonic()
            asked = await portal.ask_what_is_left()
            asking = time.monotonic() - begun
        different = await portal.differences(sandbox)
    _say(f"{name}: {compared:,} objects in {seconds:.0f} s, {compared / seconds:,.0f} a second")
    _say(f"{name}: then {asked:,} single questions in {asking:.0f} s")
    _say(f"{name}: {_rows(sandbox)}; {len(different)} differ from the sandbox's own records")
    for line in different[:20]:
        _say(f"  {line}")
    return not different


async def _reconciled(portal: Portal, folder: Path, customers: int) -> tuple[float, int]:
    """Reconcile with one interruption and one kill, and return the duration and the number of compared objects."""
    figures = [
        await _run(portal, folder, stopped_by=signal.SIGINT, after=customers // 3),
        await _run(portal, folder, stopped_by=signal.SIGKILL, after=customers // 3),
    ]
    _say(f"waiting for {LEASE.total_seconds():.0f} s, until the lease of the one that was killed has run out")
    await asyncio.sleep(LEASE.total_seconds())
    figures.append(await _run(portal, folder))
    return sum(seconds for seconds, _ in figures), sum(compared for _, compared in figures)


async def _run(
    portal: Portal, folder: Path, *, stopped_by: signal.Signals | None = None, after: int = 0
) -> tuple[float, int]:
    """Run reconciliation. With `stopped_by`, send that signal after this many objects of Stripe."""
    begun = time.monotonic()
    async with in_terminal(folder, "reconcile", settings=portal.settings) as terminal:
        if stopped_by is not None:
            await terminal.until_compared("stripe", after, seconds=_SECONDS)
            terminal.process.send_signal(stopped_by)
        status, out = await terminal.ended(seconds=_SECONDS)
    _say(f"{'ended' if stopped_by is None else stopped_by.name}: {terminal.lines[-1]}")
    if stopped_by is None and status:
        raise SystemExit(out)
    return time.monotonic() - begun, _compared(terminal)


def _compared(terminal: Terminal) -> int:
    return sum(terminal.compared(provider) for provider in ("stripe", "lemonsqueezy"))


def _rows(file: Path) -> str:
    sandbox = opened(file)
    try:
        counted = Counter(f"{key.provider} {key.kind}s" for key in sandbox_rows(sandbox))
    finally:
        sandbox.close()
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counted.items()))


@contextmanager
def _database(folder: Path, name: str) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    with server() as at, temporary_database(at.url) as url:
        yield url


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _say(f"Python {platform.python_version()}")
    sys.exit(main())
