"""`customer-portal worker`"""

from __future__ import annotations

import argparse
from typing import Any

from entrypoints.cli.output import OK, CommandError


def add(commands: Any) -> None:
    worker = commands.add_parser("worker", help="do background work, alongside `serve`, until stopped")
    worker.set_defaults(do=_work, json=False)


def _work(_: argparse.Namespace) -> int:
    from entrypoints.settings.load import load_settings  # noqa: PLC0415
    from entrypoints.worker import run  # noqa: PLC0415

    settings = load_settings()
    if settings.database_url.startswith("sqlite"):
        raise CommandError(
            "a worker requires PostgreSQL: with SQLite, `customer-portal serve` does the background work"
        )
    run(settings)
    return OK
