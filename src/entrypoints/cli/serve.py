"""`customer-portal serve`"""

from __future__ import annotations

import argparse
from typing import Any

from entrypoints.cli.output import OK, CommandError


def add(commands: Any) -> None:
    serve = commands.add_parser("serve", help="serve HTTP requests until stopped")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    serve.add_argument("--port", default=8000, type=_port, help="the port to listen on (default: %(default)s)")
    serve.add_argument("--without-worker", action="store_true", help="leave background work to `worker` processes")
    serve.set_defaults(do=_serve, json=False)


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65535:  # noqa: PLR2004  # the largest port there is
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return port


def _serve(given: argparse.Namespace) -> int:
    from entrypoints.server import run  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    settings = load_settings()
    if given.without_worker and settings.database_url.startswith("sqlite"):
        raise CommandError(
            "--without-worker requires PostgreSQL: with SQLite, `serve` must do the background work itself"
        )
    run(settings, host=given.host, port=given.port, working=not given.without_worker)
    return OK
