"""`customer-portal worker`"""

from __future__ import annotations

import argparse
from typing import Any

from entrypoints.cli.output import OK, Refusal


def add(commands: Any) -> None:
    worker = commands.add_parser("worker", help="retry and ask what is due, beside `serve`, until told to stop")
    worker.set_defaults(do=_work, json=False)


def _work(_: argparse.Namespace) -> int:
    from entrypoints.settings.load import load_settings  # noqa: PLC0415
    from entrypoints.worker import run  # noqa: PLC0415

    settings = load_settings()
    if settings.database_url.startswith("sqlite"):
        raise Refusal("a worker needs PostgreSQL: on an SQLite file, `customer-portal serve` does the work itself")
    run(settings)
    return OK
