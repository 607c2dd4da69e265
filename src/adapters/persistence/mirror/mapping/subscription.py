"""Subscriptions as rows."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping import item
from adapters.persistence.mirror.mapping.row import (
    Row,
    heard_of,
    heard_row,
    optional_ref_of,
    ref_of,
    sibling_id,
    stamp_of,
)
from domain.intent import PortalRestriction
from domain.lifecycle.pause import PauseReason
from domain.lifecycle.trial import WithoutPaymentMethod
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionSnapshot, SubscriptionStatus

_AS_THEY_ARE = (
    "raw_status",
    "created_at",
    "started_at",
    "current_period_start",
    "current_period_end",
    "trial_ends_at",
    "cancels_at",
    "ended_at",
    "resumes_at",
    "collection_paused",
    "never_activated",
    "schedule_id",
    "initial_order_id",
    "currency",
    "discounts",
    "has_payment_method",
    "pausable",
)


def to_row(mirrored: MirrorRecord[SubscriptionSnapshot]) -> dict[str, Any]:
    snapshot = mirrored.snapshot
    return {
        **heard_row(mirrored),
        **{name: getattr(snapshot, name) for name in _AS_THEY_ARE},
        "account_id": sibling_id(snapshot.ref, snapshot.account),
        "status": snapshot.status.value,
        "plan_restriction": snapshot.plan_restriction.value if snapshot.plan_restriction else None,
        "pause_reason": snapshot.pause_reason.value if snapshot.pause_reason else None,
        "without_payment_method": snapshot.without_payment_method.value if snapshot.without_payment_method else None,
        "items": [item.to_json(each) for each in snapshot.items],
    }


def from_row(row: Row) -> MirrorRecord[SubscriptionSnapshot]:
    snapshot = SubscriptionSnapshot(
        ref=ref_of(row),
        kind=ObjectKind.SUBSCRIPTION,
        timestamp=stamp_of(row),
        account=optional_ref_of(row, "account_id"),
        status=SubscriptionStatus(row["status"]),
        items=tuple(item.from_json(each) for each in row["items"]),
        plan_restriction=PortalRestriction(row["plan_restriction"]) if row["plan_restriction"] else None,
        pause_reason=PauseReason(row["pause_reason"]) if row["pause_reason"] else None,
        without_payment_method=_without_payment_method(row["without_payment_method"]),
        **{name: row[name] for name in _AS_THEY_ARE},
    )
    return heard_of(row, snapshot)


def _without_payment_method(text: str | None) -> WithoutPaymentMethod | None:
    return WithoutPaymentMethod(text) if text is not None else None
