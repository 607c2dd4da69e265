"""`customer-portal doctor` and `customer-portal webhooks install`"""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from entrypoints.cli.output import NOT_FINE, OK, UNKNOWN, add_json_flag, echo


def add(commands: Any) -> None:
    doctor = commands.add_parser("doctor", help="check the configuration, here and at the providers")
    add_json_flag(doctor).set_defaults(do=_doctor)
    webhooks = commands.add_parser("webhooks", help="set up webhook endpoints at the providers")
    actions = webhooks.add_subparsers(dest="action", required=True, metavar="action")
    install = actions.add_parser("install", help="create or update the endpoints, and print each new secret once")
    install.add_argument("--thin", action="store_true", help="at Stripe, use an event destination for thin events")
    add_json_flag(install).set_defaults(do=_install)


def _doctor(given: argparse.Namespace) -> int:
    from application.ports.provider.setup import CheckStatus  # noqa: PLC0415
    from entrypoints.cli import doctor_report  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    report = asyncio.run(doctor_report.examined(load_settings()))
    echo(report.as_json() if given.json else report.as_text())
    return {CheckStatus.FINE: OK, CheckStatus.UNKNOWN: UNKNOWN}.get(report.worst, NOT_FINE)


def _install(given: argparse.Namespace) -> int:
    from entrypoints.cli import doctor_report  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    report = asyncio.run(doctor_report.installed(load_settings(installing=True), thin=given.thin))
    echo(report.as_json() if given.json else report.as_text())
    return OK if report.is_fine else NOT_FINE
