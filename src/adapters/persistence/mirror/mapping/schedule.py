"""Schedules of subscriptions as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from adapters.persistence.mirror.mapping import item
from adapters.persistence.mirror.mapping.row import Row, heard_of, heard_row, ref_of, stamp_of
from domain.lifecycle.pause import PlannedPause
from domain.lifecycle.phases import Phase
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot


def to_row(mirrored: MirrorRecord[ScheduleSnapshot]) -> dict[str, Any]:
    snapshot = mirrored.snapshot
    return {
        **heard_row(mirrored),
        "subscription_id": snapshot.subscription_id,
        "active": snapshot.active,
        "phases": [_phase_to_json(each) for each in snapshot.phases],
        "cancels_at": snapshot.cancels_at,
        "pauses_at": snapshot.pause.pauses_at if snapshot.pause else None,
        "resumes_at": snapshot.pause.resumes_at if snapshot.pause else None,
    }


def from_row(row: Row) -> MirrorRecord[ScheduleSnapshot]:
    pauses_at = row["pauses_at"]
    snapshot = ScheduleSnapshot(
        ref=ref_of(row),
        kind=ObjectKind.SCHEDULE,
        timestamp=stamp_of(row),
        subscription_id=row["subscription_id"],
        active=row["active"],
        phases=tuple(_phase_from_json(each) for each in row["phases"]),
        cancels_at=row["cancels_at"],
        pause=PlannedPause(pauses_at=pauses_at, resumes_at=row["resumes_at"]) if pauses_at is not None else None,
    )
    return heard_of(row, snapshot)


def _phase_to_json(phase: Phase) -> dict[str, Any]:
    return {"starts_at": phase.starts_at.isoformat(), "items": [item.to_json(each) for each in phase.items]}


def _phase_from_json(told: dict[str, Any]) -> Phase:
    return Phase(
        starts_at=datetime.fromisoformat(told["starts_at"]),
        items=tuple(item.from_json(each) for each in told["items"]),
    )
