"""Deliveries as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping.row import Row, optional_ref_of
from application.ports.storage.inbox import Delivery, DeliveryStatus
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef


def to_row(delivery: Delivery) -> dict[str, Any]:
    return {
        "provider": delivery.provider,
        "key": delivery.key,
        "type": delivery.type,
        "status": delivery.status.value,
        "received_at": delivery.received_at,
        "told_at": delivery.told_at,
        "payload": delivery.payload,
        "error": delivery.error,
        "attempts": delivery.attempts,
        "applied_at": delivery.applied_at,
        "next_attempt_at": delivery.next_attempt_at,
        "subject_kind": delivery.subject[0].value if delivery.subject else None,
        "subject_id": _id_at(delivery.provider, delivery.subject[1] if delivery.subject else None),
        "account_id": _id_at(delivery.provider, delivery.account),
    }


def from_row(row: Row) -> Delivery:
    subject = optional_ref_of(row, "subject_id")
    return Delivery(
        provider=ProviderName(row["provider"]),
        key=row["key"],
        type=row["type"],
        status=DeliveryStatus(row["status"]),
        received_at=row["received_at"],
        told_at=row["told_at"],
        payload=row["payload"],
        error=row["error"],
        attempts=row["attempts"],
        applied_at=row["applied_at"],
        next_attempt_at=row["next_attempt_at"],
        subject=(ObjectKind(row["subject_kind"]), subject) if subject else None,
        account=optional_ref_of(row, "account_id"),
    )


def _id_at(provider: ProviderName, ref: ProviderRef | None) -> str | None:
    if ref is not None and ref.provider != provider:
        raise ValueError(f"a webhook event of {provider} cannot refer to {ref}")
    return ref.id if ref is not None else None
