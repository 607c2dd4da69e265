"""Invoices of subscriptions as rows, and when the first attempt to collect them failed."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping.row import Row, heard_of, heard_row, ref_of, stamp_of
from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind

InvoiceFact = SubscriptionInvoiceSnapshot | FirstFailureSnapshot


def to_row(mirrored: MirrorRecord[InvoiceFact]) -> dict[str, Any]:
    snapshot = mirrored.snapshot
    invoice = snapshot if isinstance(snapshot, SubscriptionInvoiceSnapshot) else None
    return {
        **heard_row(mirrored),
        "kind": snapshot.kind.value,
        "subscription_id": snapshot.subscription_id,
        "is_open": invoice is not None and invoice.open,
        "created_at": invoice.created_at if invoice else None,
        "due_at": invoice.due_at if invoice else None,
    }


def from_row(row: Row) -> MirrorRecord[Any]:
    kind = ObjectKind(row["kind"])
    told: dict[str, Any] = {"ref": ref_of(row), "kind": kind, "timestamp": stamp_of(row)}
    told["subscription_id"] = row["subscription_id"]
    if kind is ObjectKind.FIRST_FAILURE:
        return heard_of(row, FirstFailureSnapshot(**told))
    invoice = SubscriptionInvoiceSnapshot(
        **told, open=row["is_open"], created_at=row["created_at"], due_at=row["due_at"]
    )
    return heard_of(row, invoice)
