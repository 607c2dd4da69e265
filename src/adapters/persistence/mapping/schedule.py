"""Schedules of subscriptions as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mapping.row import Row, heard_of, heard_row, ref_of, stamp_of
from domain.mirrored import Mirrored
from domain.snapshot import ObjectKind
from domain.subscription import PendingChange, ScheduleSnapshot


def to_row(mirrored: Mirrored[ScheduleSnapshot]) -> dict[str, Any]:
    snapshot, change = mirrored.snapshot, mirrored.snapshot.next_change
    return {
        **heard_row(mirrored),
        "subscription_id": snapshot.subscription_id,
        "active": snapshot.active,
        "next_plan_id": change.plan_id if change else None,
        "next_change_at": change.at if change else None,
        "cancels_at": snapshot.cancels_at,
    }


def from_row(row: Row) -> Mirrored[ScheduleSnapshot]:
    changes = row["next_change_at"] is not None
    snapshot = ScheduleSnapshot(
        ref=ref_of(row),
        kind=ObjectKind.SCHEDULE,
        stamp=stamp_of(row),
        subscription_id=row["subscription_id"],
        active=row["active"],
        next_change=PendingChange(plan_id=row["next_plan_id"], at=row["next_change_at"]) if changes else None,
        cancels_at=row["cancels_at"],
    )
    return heard_of(row, snapshot)
