"""The `customer-portal` command."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version

from entrypoints.sandbox.command import add_arguments as add_sandbox_arguments
from entrypoints.sandbox.command import start as start_sandbox

OK, NOT_FINE, BAD_SETTINGS, DATABASE_REFUSED = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers with the exit status.

    1 if something is not as it should be, 2 if the settings are wrong, 3 if the database cannot be used.
    """
    return _run(_parser().parse_args(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="customer-portal",
        description="One customer portal in front of several payment providers.",
        epilog="Settings come from the environment and from a .env file in the current folder; see .env.example.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('customer-portal')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    serve = commands.add_parser("serve", help="answer HTTP requests until told to stop")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
    serve.add_argument("--port", default=8000, type=_port, help="the port to listen at (default: %(default)s)")
    migrate = commands.add_parser("migrate", help="create the database's tables, or bring them up to date")
    migrate.add_argument("--json", action="store_true", help="say it in JSON")
    doctor = commands.add_parser("doctor", help="look whether everything is set up, here and at the providers")
    doctor.add_argument("--json", action="store_true", help="say it in JSON")
    webhooks = commands.add_parser("webhooks", help="the webhook endpoints at the providers")
    of_webhooks = webhooks.add_subparsers(dest="action", required=True, metavar="action")
    install = of_webhooks.add_parser("install", help="create or update them; prints the secret of a new one")
    install.add_argument("--json", action="store_true", help="say it in JSON")
    sandbox = commands.add_parser("sandbox", help="play Stripe and Lemon Squeezy, on this machine alone")
    add_sandbox_arguments(sandbox)
    sandbox.set_defaults(do=start_sandbox, json=False)
    doctor.set_defaults(do=_doctor)
    install.set_defaults(do=_install)
    serve.set_defaults(do=_serve, json=False)
    migrate.set_defaults(do=_migrate)
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65535:  # noqa: PLR2004  # the largest port there is
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return port


def _run(given: argparse.Namespace) -> int:
    # Loaded only now, so that --help is quick.
    from application.check_installation import WrongDatabase  # noqa: PLC0415
    from application.ports.failures import StorageUnavailable  # noqa: PLC0415
    from entrypoints.log import configure_logging  # noqa: PLC0415
    from entrypoints.settings.environment import InvalidSettings  # noqa: PLC0415

    try:
        configure_logging()
        status: int = given.do(given)
    except InvalidSettings as error:
        return _refuse(given, BAD_SETTINGS, "the settings are not usable", *error.problems)
    except StorageUnavailable as error:
        reason = str(error) or "the database is unavailable"
        return _refuse(given, DATABASE_REFUSED, f"{reason}: {error.next_step}")
    except WrongDatabase as error:
        return _refuse(given, DATABASE_REFUSED, str(error))
    return status


def _serve(given: argparse.Namespace) -> int:
    from entrypoints.server import run  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    run(load_settings(), host=given.host, port=given.port)
    return OK


def _migrate(given: argparse.Namespace) -> int:
    from entrypoints.container import migrate  # noqa: PLC0415
    from entrypoints.settings.load import load_database_url  # noqa: PLC0415

    asyncio.run(migrate(load_database_url()))
    _say({"status": "up_to_date"} if given.json else "The database is up to date.")
    return OK


def _doctor(given: argparse.Namespace) -> int:
    from entrypoints import set_up  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    report = asyncio.run(set_up.examined(load_settings()))
    _say(report.as_json() if given.json else report.as_text())
    return OK if report.is_fine else NOT_FINE


def _install(given: argparse.Namespace) -> int:
    from entrypoints import set_up  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    report = asyncio.run(set_up.installed(load_settings(installing=True)))
    _say(report.as_json() if given.json else report.as_text())
    return OK if report.is_fine else NOT_FINE


def _refuse(given: argparse.Namespace, status: int, *reasons: str) -> int:
    if given.json:
        _say({"status": "refused", "reasons": list(reasons)})
    else:
        sys.stderr.write("".join(f"customer-portal: {reason}\n" for reason in reasons))
    return status


def _say(what: str | dict[str, object]) -> None:
    sys.stdout.write(f"{what if isinstance(what, str) else json.dumps(what)}\n")


if __name__ == "__main__":
    sys.exit(main())
