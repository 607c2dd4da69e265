"""`customer-portal sandbox`"""

from __future__ import annotations

from typing import Any

from entrypoints.sandbox.command import add_arguments, start


def add(commands: Any) -> None:
    sandbox = commands.add_parser("sandbox", help="play Stripe and Lemon Squeezy, on this machine alone")
    add_arguments(sandbox)
    sandbox.set_defaults(do=start, json=False)
