"""Timestamps of snapshots, by the provider's clock and never by ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import total_ordering

from domain.errors import InvalidValue

PUSH_AMBIGUITY = timedelta(seconds=3)
FETCH_AMBIGUITY = timedelta(seconds=5)


@total_ordering
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTimestamp:
    """`as_of`: the time of the described state. `fetched_at`: the time of the request, `None` for a pushed snapshot.

    Compared as a pair: a later moment wins; of one moment, an answer beats a push and a later answer an earlier one.
    Both in UTC.
    """

    as_of: datetime
    fetched_at: datetime | None = None

    def __post_init__(self) -> None:
        for field, moment in (("as_of", self.as_of), ("fetched_at", self.fetched_at)):
            if moment is not None and moment.utcoffset() != timedelta(0):
                raise InvalidValue(field, "must be in UTC")

    def __lt__(self, other: ProviderTimestamp) -> bool:
        return self._pair < other._pair

    @property
    def _pair(self) -> tuple[datetime, bool, datetime]:
        return self.as_of, self.fetched_at is not None, self.fetched_at or self.as_of

    @property
    def known_at(self) -> datetime:
        """The time at which the state was last confirmed: a response confirms a state that may be much older."""
        return max(self.as_of, self.fetched_at or self.as_of)

    def too_close_to_call(self, other: ProviderTimestamp) -> bool:
        """Whether the providers' clocks, which tick in seconds and err by one, cannot tell the order of the two."""
        pushed = self.fetched_at is None and other.fetched_at is None
        return abs(self.as_of - other.as_of) < (PUSH_AMBIGUITY if pushed else FETCH_AMBIGUITY)
