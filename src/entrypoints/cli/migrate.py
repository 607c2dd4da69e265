"""`customer-portal migrate`"""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from entrypoints.cli.output import OK, add_json_flag, echo


def add(commands: Any) -> None:
    migrate = commands.add_parser("migrate", help="create or upgrade the database tables")
    add_json_flag(migrate).set_defaults(do=_migrate)


def _migrate(given: argparse.Namespace) -> int:
    from entrypoints.container import migrate  # noqa: PLC0415
    from entrypoints.settings.load import load_database_url  # noqa: PLC0415

    asyncio.run(migrate(load_database_url()))
    echo({"status": "up_to_date"} if given.json else "The database is up to date.")
    return OK
