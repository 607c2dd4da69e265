"""The JSON of what was noticed and left alone, for operators."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from application.ports.storage.storage import AnomalyKind
from domain.mirror.snapshot import ObjectKind


class Anomaly(Struct, frozen=True, kw_only=True):
    """`anomaly`: a later word revived what had ended; what can never change was told differently; or the provider does
    not know the object any more. `kind` and `id` name the object it is about."""

    anomaly: AnomalyKind
    provider: str
    kind: ObjectKind
    id: str
    noticed_at: datetime
    detail: str


class Anomalies(Struct, frozen=True, kw_only=True):
    """`next_cursor`: where the next page begins, null on the last one."""

    data: list[Anomaly]
    next_cursor: str | None
