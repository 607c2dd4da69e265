"""Products and prices as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping import discount, pricing
from adapters.persistence.mirror.mapping.row import Row, heard_of, heard_row, ref_of, stamp_of
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.item import Usage
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind

_AS_THEY_ARE = ("name", "product_id", "interval", "interval_count", "one_time")


def to_row(mirrored: MirrorRecord[CatalogueSnapshot]) -> dict[str, Any]:
    snapshot = mirrored.snapshot
    return {
        **heard_row(mirrored),
        "kind": snapshot.kind.value,
        **{name: getattr(snapshot, name) for name in _AS_THEY_ARE},
        "usage": snapshot.usage.value if snapshot.usage is not None else None,
        "discount": discount.to_json(snapshot.discount) if snapshot.discount is not None else None,
        "pricings": [pricing.to_json(each) for each in snapshot.pricings],
    }


def from_row(row: Row) -> MirrorRecord[CatalogueSnapshot]:
    snapshot = CatalogueSnapshot(
        ref=ref_of(row),
        kind=ObjectKind(row["kind"]),
        timestamp=stamp_of(row),
        usage=Usage(row["usage"]) if row["usage"] is not None else None,
        discount=discount.from_json(row["discount"]) if row["discount"] is not None else None,
        pricings=tuple(pricing.from_json(each) for each in row["pricings"]),
        **{name: row[name] for name in _AS_THEY_ARE},
    )
    return heard_of(row, snapshot)
