"""The maximum length of a list."""

from __future__ import annotations

import argparse

_MOST = 10_000


def add_limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=_limit, default=50, help="maximum number of results (default: %(default)s)")


def _limit(text: str) -> int:
    limit = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004  # digits of the most
    if not 1 <= limit <= _MOST:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {_MOST}")
    return limit
