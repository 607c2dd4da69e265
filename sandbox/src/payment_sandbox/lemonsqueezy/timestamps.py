"""Time as Lemon Squeezy writes it: ISO 8601 in UTC, with a fraction that is always zero."""

from __future__ import annotations

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def read(text: str) -> datetime:
    """
    Raises:
        ValueError: it is not ISO 8601, or does not tell its time zone.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a date and time needs a time zone")
    return moment.astimezone(UTC)
