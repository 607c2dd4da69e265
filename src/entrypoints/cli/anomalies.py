"""`customer-portal anomalies`"""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from entrypoints.cli.listing import add_limit
from entrypoints.cli.output import OK, add_json_flag, echo, table

if TYPE_CHECKING:
    from application.ports.storage.storage import Anomaly


def add(commands: Any) -> None:
    anomalies = commands.add_parser("anomalies", help="list anomalies, newest first")
    add_limit(anomalies)
    add_json_flag(anomalies).set_defaults(do=_list)


def _list(given: argparse.Namespace) -> int:
    from entrypoints.cli.plain import plain  # noqa: PLC0415
    from entrypoints.http.presenters.operator import present_anomaly  # noqa: PLC0415

    found = asyncio.run(_found(given.limit))
    shown = [plain(present_anomaly(anomaly)) for anomaly in found[: given.limit]]
    if given.json:
        echo({"data": shown, "more": len(found) > given.limit})
        return OK
    rows = ((a["noticed_at"], a["anomaly"], f"{a['provider']}:{a['id']}", a["kind"], a["detail"]) for a in shown)
    echo(table(["NOTICED", "ANOMALY", "OBJECT", "KIND", "DETAIL"], rows) if shown else "No anomalies.")
    return OK


async def _found(limit: int) -> list[Anomaly]:
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    async with open_verified_database(load_settings()) as use_cases:
        return await use_cases.show_anomalies(limit=limit + 1)
