"""The join: what is kept of all that a provider ever said of one object."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Generic, TypeVar

from domain.mirror.snapshot import Snapshot

S = TypeVar("S", bound=Snapshot)

ASK_AFTER = timedelta(seconds=7)
"""How long after a contest was noticed the provider is asked, at the earliest."""

SETTLED_AFTER = timedelta(seconds=6)
"""How long after a contest was noticed an answer must have been asked for to settle it."""


class Verdict(Enum):
    """What hearing something changed."""

    NEWER = auto()
    REPEATED = auto()
    OLDER = auto()
    CONTESTED = auto()
    CONTRADICTED = auto()
    """It differs from what can never change; the earliest word stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored(Generic[S]):
    """The greatest snapshot heard so far.

    `contested_at`: since when the stamps cannot tell whether it is really the latest; only an answer clears it.
    `counted`: whether any snapshot ever heard counted as business with the customer.
    `version`: how often it was written, for those who write it.
    """

    snapshot: S
    contested_at: datetime | None = None
    counted: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Generic[S]):
    """What is known after hearing something, and what hearing it changed."""

    mirrored: Mirrored[S]
    verdict: Verdict


def observe(known: Mirrored[S] | None, heard: S, *, noticed_at: datetime) -> Observation[S]:
    """Keeps the greatest of known and heard, and marks as contested what the stamps cannot order.

    `noticed_at` is our clock's; it never orders anything, it only says how old a contest is.
    """
    if known is None:
        return Observation(mirrored=Mirrored(snapshot=heard, counted=heard.counts), verdict=Verdict.NEWER)
    differs = not heard.says_the_same_as(known.snapshot)
    if heard.lasting:
        kept = replace(known, snapshot=min(known.snapshot, heard))
        return Observation(mirrored=kept, verdict=Verdict.CONTRADICTED if differs else Verdict.REPEATED)
    wins = heard > known.snapshot
    close = heard.stamp.too_close_to_call(known.snapshot.stamp)
    settles = _late_enough(known, heard) and (not differs or (wins and (not close or not _moved_on(known))))
    contested = differs and close and not settles
    kept = replace(
        known,
        snapshot=heard if wins else known.snapshot,
        counted=known.counted or heard.counts,
        contested_at=None if settles else _mark(known, heard, noticed_at) if contested else known.contested_at,
    )
    return Observation(mirrored=kept, verdict=_verdict(contested=contested, wins=wins, differs=differs))


def _late_enough(known: Mirrored[S], heard: S) -> bool:
    asked_at = heard.stamp.asked_at
    if asked_at is None or known.contested_at is None:
        return False
    return asked_at >= known.contested_at + SETTLED_AFTER


def _moved_on(known: Mirrored[S]) -> bool:
    """Whether what is known happened after the contest: an answer on its way meanwhile may not have seen it."""
    return known.contested_at is not None and known.snapshot.stamp.as_of > known.contested_at


def _mark(known: Mirrored[S], heard: S, noticed_at: datetime) -> datetime:
    """Never earlier than what the provider's clock has shown: ours may be behind it."""
    shown = [
        known.snapshot.stamp.as_of,
        heard.stamp.as_of,
        heard.stamp.asked_at,
        known.snapshot.stamp.asked_at,
    ]
    return max([noticed_at, *(moment for moment in shown if moment is not None)])


def _verdict(*, contested: bool, wins: bool, differs: bool) -> Verdict:
    if contested:
        return Verdict.CONTESTED
    if not differs:
        return Verdict.REPEATED
    return Verdict.NEWER if wins else Verdict.OLDER
