"""The `customer-portal` command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

from entrypoints.cli import (
    anomalies,
    customers,
    doctor,
    events,
    migrate,
    reconcile,
    sandbox,
    serve,
    status,
    unlinked,
    worker,
)
from entrypoints.cli.output import BAD_SETTINGS, DATABASE_REFUSED, NOT_FINE, CommandError, fail

COMMANDS = (serve, worker, migrate, doctor, status, events, unlinked, anomalies, reconcile, customers, sandbox)
"""In the order in which the help names them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers with the exit status.

    1 if something is not as it should be, 2 if the settings are wrong, 3 if the database cannot be used.
    """
    return _run(_parser().parse_args(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="customer-portal",
        description="One customer portal for several payment providers.",
        epilog="Settings come from environment variables and from .env in the current folder; see .env.example.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('customer-portal')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for command in COMMANDS:
        command.add(commands)
    return parser


def _run(given: argparse.Namespace) -> int:
    # Loaded only now, so that --help is quick.
    from application.operations.verify_database_owner import WrongDatabase  # noqa: PLC0415
    from application.ports.errors import StorageUnavailable  # noqa: PLC0415
    from entrypoints.log import configure_logging  # noqa: PLC0415
    from entrypoints.settings.environment import InvalidSettings  # noqa: PLC0415

    try:
        configure_logging()
        status: int = given.do(given)
    except CommandError as error:
        return fail(given, NOT_FINE, str(error))
    except InvalidSettings as error:
        return fail(given, BAD_SETTINGS, "invalid settings", *error.problems)
    except StorageUnavailable as error:
        reason = str(error) or "the database is unavailable"
        return fail(given, DATABASE_REFUSED, f"{reason}: {error.next_step}")
    except WrongDatabase as error:
        return fail(given, DATABASE_REFUSED, str(error))
    return status


if __name__ == "__main__":
    sys.exit(main())
