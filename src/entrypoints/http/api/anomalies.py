"""`/v1/anomalies`: what was noticed and left alone, for operators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from application.ports.storage.storage import Anomaly, AnomalyKind
from application.use_cases import UseCases
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef
from entrypoints.http import cursor as cursors
from entrypoints.http.auth import OPERATORS_ONLY
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.presenters.operator import present_anomaly
from entrypoints.http.schemas import anomaly as schemas

MOST = 100


@get(
    "/anomalies",
    operation_id="listAnomalies",
    summary="List anomalies",
    tags=["Operators"],
    opt={OPERATORS_ONLY: True},
    responses=api_problems(),
)
async def list_anomalies(
    use_cases: NamedDependency[UseCases],
    limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = 50,
    cursor: Annotated[str | None, QueryParameter()] = None,
) -> schemas.Anomalies:
    """The newest first; the same one is listed once."""
    before = _position(cursor) if cursor is not None else None
    found = await use_cases.show_anomalies(before=before, limit=limit + 1)
    page, more = found[:limit], found[limit:]
    return schemas.Anomalies(
        data=[present_anomaly(anomaly) for anomaly in page], next_cursor=_cursor(page[-1]) if more else None
    )


def _cursor(last: Anomaly) -> str:
    return cursors.written((last.noticed_at, str(last.ref.provider), last.kind, last.ref.id, last.anomaly))


def _position(cursor: str) -> Anomaly:
    at, provider, kind, id_, anomaly = cursors.read(cursor, tuple[datetime, str, ObjectKind, str, AnomalyKind])
    try:
        ref = ProviderRef(provider=ProviderName(provider), id=id_)
    except InvalidValue:
        raise cursors.unknown() from None
    return Anomaly(anomaly=anomaly, kind=kind, ref=ref, noticed_at=at, detail="")
