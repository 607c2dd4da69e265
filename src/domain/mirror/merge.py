"""The join: what is kept of all that a provider ever said of one object."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Generic, TypeVar

from domain.mirror.snapshot import Snapshot

S = TypeVar("S", bound=Snapshot)

REFETCH_AFTER = timedelta(seconds=7)
"""How long after a contest was noticed the provider is asked, at the earliest."""

CONTEST_SETTLES_AFTER = timedelta(seconds=6)
"""How long after a contest was noticed an answer must have been asked for to settle it."""


class MergeOutcome(Enum):
    """The effect of a merge on the mirror record."""

    NEWER = auto()
    UNCHANGED = auto()
    STALE = auto()
    CONTESTED = auto()
    IMMUTABLE_CONFLICT = auto()
    """It differs from what can never change; the earliest word stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorRecord(Generic[S]):
    """The greatest snapshot heard so far.

    `contested_at`: since when the stamps cannot tell whether it is really the latest; only an answer clears it.
    `ever_counted`: whether any snapshot ever heard counted as business with the customer.
    `version`: how often it was written, for those who write it.
    """

    snapshot: S
    contested_at: datetime | None = None
    ever_counted: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult(Generic[S]):
    """The mirror record after a merge, and the effect of the merge."""

    mirrored: MirrorRecord[S]
    outcome: MergeOutcome


def merge(current: MirrorRecord[S] | None, incoming: S, *, noticed_at: datetime) -> MergeResult[S]:
    """Keeps the greatest of known and heard, and marks as contested what the stamps cannot order.

    `noticed_at` is our clock's; it never orders anything, it only says how old a contest is.
    """
    if current is None:
        return MergeResult(
            mirrored=MirrorRecord(snapshot=incoming, ever_counted=incoming.counts_as_purchase),
            outcome=MergeOutcome.NEWER,
        )
    differs = not incoming.same_content_as(current.snapshot)
    if incoming.immutable:
        kept = replace(current, snapshot=min(current.snapshot, incoming))
        return MergeResult(
            mirrored=kept, outcome=MergeOutcome.IMMUTABLE_CONFLICT if differs else MergeOutcome.UNCHANGED
        )
    wins = incoming > current.snapshot
    close = incoming.timestamp.too_close_to_call(current.snapshot.timestamp)
    settles = _fetched_after_contest(current, incoming) and (
        not differs or (wins and (not close or not _pushed_since_contest(current)))
    )
    contested = differs and close and not settles
    kept = replace(
        current,
        snapshot=incoming if wins else current.snapshot,
        ever_counted=current.ever_counted or incoming.counts_as_purchase,
        contested_at=None
        if settles
        else _contested_since(current, incoming, noticed_at)
        if contested
        else current.contested_at,
    )
    return MergeResult(mirrored=kept, outcome=_outcome(contested=contested, wins=wins, differs=differs))


def _fetched_after_contest(current: MirrorRecord[S], incoming: S) -> bool:
    fetched_at = incoming.timestamp.fetched_at
    if fetched_at is None or current.contested_at is None:
        return False
    return fetched_at >= current.contested_at + CONTEST_SETTLES_AFTER


def _pushed_since_contest(current: MirrorRecord[S]) -> bool:
    """Whether what is known happened after the contest: an answer on its way meanwhile may not have seen it."""
    return current.contested_at is not None and current.snapshot.timestamp.as_of > current.contested_at


def _contested_since(current: MirrorRecord[S], incoming: S, noticed_at: datetime) -> datetime:
    """Never earlier than what the provider's clock has shown: ours may be behind it."""
    shown = [
        current.snapshot.timestamp.as_of,
        incoming.timestamp.as_of,
        incoming.timestamp.fetched_at,
        current.snapshot.timestamp.fetched_at,
    ]
    return max([noticed_at, *(moment for moment in shown if moment is not None)])


def _outcome(*, contested: bool, wins: bool, differs: bool) -> MergeOutcome:
    if contested:
        return MergeOutcome.CONTESTED
    if not differs:
        return MergeOutcome.UNCHANGED
    return MergeOutcome.NEWER if wins else MergeOutcome.STALE
