"""How long a billing period is."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def after(moment: datetime, unit: str, quantity: int, anchor: int) -> datetime:
    """One interval later. `anchor`: the day of the month on which it is billed, as far as the month has it."""
    if unit in _DAYS:
        return moment + timedelta(days=_DAYS[unit] * quantity)
    years, month = divmod(moment.month - 1 + _MONTHS[unit] * quantity, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(anchor, monthrange(year, month)[1]))
