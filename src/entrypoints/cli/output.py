"""Output of commands: text or JSON on standard output, and an exit status."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence

OK, NOT_FINE, BAD_SETTINGS, DATABASE_REFUSED, UNKNOWN = 0, 1, 2, 3, 4


class CommandError(Exception):
    """It cannot be done as it was asked for; the text says why, to whoever asked."""


def add_json_flag(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def echo(what: str | dict[str, object]) -> None:
    sys.stdout.write(f"{what if isinstance(what, str) else json.dumps(what)}\n")


def fail(given: argparse.Namespace, status: int, *reasons: str) -> int:
    if given.json:
        echo({"status": "refused", "reasons": list(reasons)})
    else:
        sys.stderr.write("".join(f"customer-portal: {reason}\n" for reason in reasons))
    return status


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns as wide as what is in them."""
    lines = [list(headings), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    padded = (("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))) for line in lines)
    return "\n".join(line.rstrip() for line in padded)


def printable(cell: object) -> str:
    """Replace every character that a terminal might interpret with `?`."""
    if cell is None:
        return "-"
    return "".join(letter if letter.isprintable() else "?" for letter in str(cell))
