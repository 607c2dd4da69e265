"""A moment as operators write it."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(r"([0-9]{1,5})([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def parse_duration(text: str) -> timedelta:
    """Parse a duration."""
    long = _AGO.fullmatch(text)
    if not long:
        raise argparse.ArgumentTypeError("must be a duration like 90m, 12h or 3d")
    return int(long[1]) * _UNITS[long[2]]


def parse_time(text: str) -> datetime | timedelta:
    """A moment, or how long ago it was. Without a time zone it is in UTC."""
    if _AGO.fullmatch(text):
        return parse_duration(text)
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        reason = "must be a time like 2026-01-31 or 2026-01-31T12:00:00Z, or a duration like 90m, 12h or 3d"
        raise argparse.ArgumentTypeError(reason) from None
    return written if written.tzinfo else written.replace(tzinfo=UTC)
