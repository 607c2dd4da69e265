"""`customer-portal sandbox`"""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from typing import Any

from entrypoints.cli.output import CommandError


def add(commands: Any) -> None:
    """Add the command. The sandbox is a package of its own, which production installations leave out."""
    sandbox = commands.add_parser("sandbox", help="run a local sandbox of Stripe and Lemon Squeezy")
    sandbox.set_defaults(do=_not_installed, json=False)
    if find_spec("payment_sandbox") is not None:
        from payment_sandbox.cli import add_arguments, start  # noqa: PLC0415  # absent from production

        add_arguments(sandbox)
        sandbox.set_defaults(do=start)


def _not_installed(_: argparse.Namespace) -> int:
    raise CommandError("the sandbox is not installed; install it from the folder sandbox/ of the repository")
