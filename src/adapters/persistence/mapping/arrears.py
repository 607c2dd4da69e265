"""Since when subscriptions are unpaid, as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mapping.row import Row, heard_of, heard_row, ref_of, stamp_of
from domain.mirrored import Mirrored
from domain.snapshot import ObjectKind
from domain.subscription import ArrearsSnapshot


def to_row(mirrored: Mirrored[ArrearsSnapshot]) -> dict[str, Any]:
    return {**heard_row(mirrored), "unpaid_since": mirrored.snapshot.unpaid_since}


def from_row(row: Row) -> Mirrored[ArrearsSnapshot]:
    snapshot = ArrearsSnapshot(
        ref=ref_of(row), kind=ObjectKind.ARREARS, stamp=stamp_of(row), unpaid_since=row["unpaid_since"]
    )
    return heard_of(row, snapshot)
