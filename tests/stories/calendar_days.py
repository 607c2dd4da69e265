"""Renewal dates of subscriptions."""

from __future__ import annotations

from datetime import date


def in_a_month(day: date) -> date:
    """Return the same day of the next month, for a day that every month has."""
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)


def in_a_year(day: date) -> date:
    """Return the same day of the next year, for a day that every year has."""
    return day.replace(year=day.year + 1)
