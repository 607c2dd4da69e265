"""The periods of subscriptions."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime

from payment_sandbox.records import Document

_MONTHS = {"month": 1, "year": 12}
_SECONDS = {"day": 86_400, "week": 7 * 86_400}


def period_end(start: int, price: Document, anchor: int) -> int:
    """When a period that begins at `start` ends.

    Months end on the anchor's day, or on their last if they have none such (Stripe documentation, "Billing cycle").
    """
    interval, count = price["recurring"]["interval"], price["recurring"]["interval_count"]
    if interval in _SECONDS:
        end: int = start + count * _SECONDS[interval]
        return end
    return months_later(start, count * _MONTHS[interval], anchor)


def months_later(start: int, months: int, anchor: int) -> int:
    """On the day of the anchor, or the last of the month."""
    begins, anchored = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(anchor, UTC)
    years, month = divmod(begins.month - 1 + months, 12)
    last = calendar.monthrange(begins.year + years, month + 1)[1]
    ends = begins.replace(year=begins.year + years, month=month + 1, day=min(anchored.day, last))
    return int(ends.timestamp())
