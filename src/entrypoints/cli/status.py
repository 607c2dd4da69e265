"""`customer-portal status`"""

from __future__ import annotations

import argparse
import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from entrypoints.cli.output import NOT_FINE, OK, add_json_flag, echo, table
from entrypoints.cli.times import parse_duration

if TYPE_CHECKING:
    from application.ports.operations.health import HealthReport, Measurement


def add(commands: Any) -> None:
    status = commands.add_parser("status", help="show health metrics; exit with 1 if billing is unhealthy")
    status.add_argument(
        "--silence", type=parse_duration, help="how long a provider may send nothing, like 12h or 7d (default: 3d)"
    )
    add_json_flag(status).set_defaults(do=_status)


def _status(given: argparse.Namespace) -> int:
    report = asyncio.run(_report(given.silence))
    echo(_as_json(report) if given.json else _as_text(report))
    return OK if report.is_healthy else NOT_FINE


async def _report(silence: timedelta | None) -> HealthReport:
    from dataclasses import replace  # noqa: PLC0415

    from application.ports.operations.health import HealthMetric  # noqa: PLC0415
    from entrypoints.cli.context import open_verified_database  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    async with open_verified_database(load_settings()) as use_cases:
        show = use_cases.show_status
        if silence is not None:
            limits = {**show.limits, HealthMetric.SILENCE_SECONDS: round(silence.total_seconds())}
            show = replace(show, limits=limits)
        return await show()


def _as_text(report: HealthReport) -> str:
    rows = [
        ("fine" if reading.is_fine else "PROBLEM", reading.sign.value, reading.provider, _value(reading), reading.limit)
        for reading in report.readings
    ]
    verdict = "Billing is healthy." if report.is_healthy else "Billing needs attention. See docs/operating.md."
    return f"{table(['', 'METRIC', 'PROVIDER', 'VALUE', 'LIMIT'], rows)}\n{verdict}"


def _value(reading: Measurement) -> str | int | None:
    return f"{reading.value} or more" if reading.at_least else reading.value


def _as_json(report: HealthReport) -> dict[str, object]:
    return {
        "status": "healthy" if report.is_healthy else "unhealthy",
        "readings": [_reading(reading) for reading in report.readings],
    }


def _reading(reading: Measurement) -> dict[str, object]:
    return {
        "sign": reading.sign.value,
        "provider": reading.provider,
        "value": reading.value,
        "at_least": reading.at_least,
        "limit": reading.limit,
        "fine": reading.is_fine,
    }
