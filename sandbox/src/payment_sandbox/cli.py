"""What can be said to the sandbox when it is started."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Mapping, Sequence

OK, BAD_SETTINGS = 0, 2
DEFAULT_PORT = 8001
_LAST_PORT = 65_535
_DESCRIPTION = "Run a Stripe and Lemon Squeezy sandbox with a shared clock, on loopback."
_VENDORS = ("stripe", "lemonsqueezy")
"""Named here, so that --help loads neither."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """To a parser of whoever starts it."""
    parser.add_argument(
        "--port", default=DEFAULT_PORT, type=_port, help="the port on loopback, 0 for any (default: %(default)s)"
    )
    parser.add_argument("--state", default=":memory:", metavar="FILE", help="store everything in this file")
    for vendor in _VENDORS:
        parser.add_argument(
            f"--{vendor}-webhook-url",
            metavar="URL",
            help=f"send webhooks to this URL, signed with the secret in {_secret_name(vendor)}",
        )


def start(given: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> int:
    """Serves until a signal ends it; answers with the exit status."""
    from payment_sandbox.server import Receiver, run  # noqa: PLC0415  # so that --help is quick

    receivers = {}
    for vendor in _VENDORS:
        url, secret = getattr(given, f"{vendor}_webhook_url"), environment.get(_secret_name(vendor), "")
        if url is None:
            continue
        if not secret:
            return _refuse(f"{_secret_name(vendor)} must contain the signing secret")
        receivers[vendor] = Receiver(url=url, secret=secret)
    try:
        run(port=given.port, file=given.state, receivers=receivers)
    except OSError as error:
        return _refuse(f"the port {given.port} cannot be used: {error.strerror}")
    except sqlite3.Error as error:
        return _refuse(f"the file {given.state} cannot be used: {error}")
    return OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments and run the sandbox until it is stopped."""
    parser = argparse.ArgumentParser(prog="payment-sandbox", description=_DESCRIPTION)
    add_arguments(parser)
    return start(parser.parse_args(arguments))


def _refuse(reason: str) -> int:
    sys.stderr.write(f"sandbox: {reason}\n")
    return BAD_SETTINGS


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {_LAST_PORT}")
    return port


def _secret_name(vendor: str) -> str:
    return f"SANDBOX_{vendor.upper()}_WEBHOOK_SECRET"
