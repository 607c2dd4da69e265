"""Provider accounts as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping.row import Row, heard_of, heard_row, ref_of, stamp_of
from domain.account import AccountSnapshot
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind

_AS_THEY_ARE = ("created_at", "deleted", "has_payment_method", "discounted")


def to_row(mirrored: MirrorRecord[AccountSnapshot]) -> dict[str, Any]:
    snapshot = mirrored.snapshot
    return {**heard_row(mirrored), **{name: getattr(snapshot, name) for name in _AS_THEY_ARE}}


def from_row(row: Row) -> MirrorRecord[AccountSnapshot]:
    snapshot = AccountSnapshot(
        ref=ref_of(row),
        kind=ObjectKind.ACCOUNT,
        timestamp=stamp_of(row),
        **{name: row[name] for name in _AS_THEY_ARE},
    )
    return heard_of(row, snapshot)
