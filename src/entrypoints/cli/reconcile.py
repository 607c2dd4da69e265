"""`customer-portal reconcile`"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from entrypoints.cli.output import NOT_FINE, OK, CommandError, add_json_flag, echo
from entrypoints.cli.progress import Progress
from entrypoints.cli.reconcile_report import as_json, as_text
from entrypoints.cli.times import parse_time

if TYPE_CHECKING:
    from application.reconciliation.drift import Drift

_INTERRUPTED = 130
"""As shells have it: 128 and the number of SIGINT."""


def add(commands: Any) -> None:
    reconcile = commands.add_parser(
        "reconcile", help="compare the mirror with the providers and repair it; the first run fetches everything"
    )
    reconcile.add_argument("--provider", help="only this provider")
    reconcile.add_argument(
        "--since",
        type=parse_time,
        help="only objects changed since a time (2026-01-31) or within a duration (12h, 3d)",
    )
    reconcile.add_argument("--dry-run", action="store_true", help="change nothing; exit with 1 if anything differs")
    add_json_flag(reconcile).set_defaults(do=_reconcile)


def _reconcile(given: argparse.Namespace) -> int:
    progress = Progress(sys.stderr, shown=sys.stderr.isatty() and not given.json)
    try:
        drifts = asyncio.run(_compared(given, progress))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return _interrupted(given, progress)
    finally:
        progress.end()
    fine = all(drift.is_clean if given.dry_run else drift.skipped is None for drift in drifts)
    echo(as_json(drifts, dry_run=given.dry_run) if given.json else as_text(drifts, dry_run=given.dry_run))
    return OK if fine else NOT_FINE


async def _compared(given: argparse.Namespace, progress: Progress) -> list[Drift]:
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    _end_in_order_on_sigterm()
    now = datetime.now(UTC)
    since = now - given.since if isinstance(given.since, timedelta) else given.since
    if since is not None and since > now:
        raise CommandError(f"--since {since:%Y-%m-%dT%H:%M:%SZ} is in the future")
    async with open_verified_database(load_settings()) as use_cases:
        reconcile = use_cases.reconcile
        names = [name for name in reconcile.providers if given.provider in (None, name)]
        if not names:
            raise CommandError(f"no provider named {given.provider} is configured")
        asked = {name: reconcile.providers[name] for name in names}
        await replace(use_cases.check_installation, providers=asked)()
        return await reconcile(names, since=since, dry_run=given.dry_run, watch=progress.watch)


def _end_in_order_on_sigterm() -> None:
    """Treat SIGTERM like SIGINT, which asyncio handles."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _interrupted(given: argparse.Namespace, progress: Progress) -> int:
    """Report the interruption. Changes applied until then stay stored."""
    drifts = progress.so_far
    for drift in drifts:
        drift.skipped = "interrupted"
    if given.json:
        echo({**as_json(drifts, dry_run=given.dry_run), "status": "interrupted"})
        return _INTERRUPTED
    progress.end()
    how = "nothing was changed" if given.dry_run else "run again to resume"
    sys.stderr.write(f"customer-portal: interrupted; {how}\n")
    return _INTERRUPTED
