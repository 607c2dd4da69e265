"""The order in which a vendor's events are dated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from payment_sandbox.clock import SAME_MOMENT
from payment_sandbox.storage import Storage

_PUT = (
    "INSERT INTO event_order (vendor, object, at) VALUES (?, ?, ?) "
    "ON CONFLICT (vendor, object) DO UPDATE SET at = excluded.at"
)


class EventBackdated(Exception):
    """An event carries an earlier date than an event that happened before it."""


class EventOrder:
    """Refuses an event that is dated before its cause. It knows no causes, but a cause always happens earlier.

    The events of one object are dated in the order in which they happen, to the second. Objects that are changed
    together may be told about in any order, so their events may be up to `SAME_MOMENT` out of order.
    """

    def __init__(self, storage: Storage, vendor: str) -> None:
        self._storage = storage
        self._vendor = vendor

    def add(self, object_: str, at: datetime) -> None:
        """Note an event. `object_`: the object that it is about, unique at the vendor; `at`: the event's date.

        Raises:
            EventBackdated
        """
        of_object = self._one("SELECT at FROM event_order WHERE vendor = ? AND object = ?", self._vendor, object_)
        overall = self.latest()
        earliest = max(of_object or 0, 0 if overall is None else int((overall - SAME_MOMENT).timestamp()))
        second = int(at.timestamp())
        if second < earliest:
            late = timedelta(seconds=earliest - second)
            raise EventBackdated(f"an event of {self._vendor} {object_} is dated {at}, which is {late} too early")
        self._storage.connection.execute(_PUT, (self._vendor, object_, second))

    def latest(self) -> datetime | None:
        """The date of the latest event; None if there was none."""
        found = self._one("SELECT max(at) FROM event_order WHERE vendor = ?", self._vendor)
        return None if found is None else datetime.fromtimestamp(found, UTC)

    def _one(self, statement: str, *values: object) -> int | None:
        found = self._storage.connection.execute(statement, values).fetchone()
        second: int | None = None if found is None else found[0]
        return second
