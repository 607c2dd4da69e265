"""What operators are told, they are told once."""

from sqlalchemy import select

from adapters.persistence import tables
from adapters.persistence.storage import SqlStorage
from application.ports.persistence import Anomaly, AnomalyKind, Storage
from domain.snapshot import ObjectKind
from examples import after, ref
from fakes.storage import InMemoryStorage


def anomaly(kind: AnomalyKind, *, seconds: float = 0, detail: str = "") -> Anomaly:
    return Anomaly(anomaly=kind, kind=ObjectKind.SUBSCRIPTION, ref=ref("sub"), noticed_at=after(seconds), detail=detail)


async def report(storage: Storage, *anomalies: Anomaly) -> None:
    async with storage.begin() as uow:
        await uow.anomalies.report(anomalies)
        await uow.commit()


async def reported(storage: Storage) -> set[tuple[str, str]]:
    """There is no port to read them by yet, so this looks behind it."""
    if isinstance(storage, InMemoryStorage):
        return {(a.anomaly.value, a.detail) for a in storage.tables.anomalies.values()}
    assert isinstance(storage, SqlStorage)
    async with storage.engines.reading.connect() as connection:
        rows = await connection.execute(select(tables.anomalies.c.anomaly, tables.anomalies.c.detail))
        return {(row.anomaly, row.detail) for row in rows}


async def test_the_same_anomaly_is_reported_once(storage: Storage) -> None:
    await report(storage, anomaly(AnomalyKind.REVIVED, detail="first"), anomaly(AnomalyKind.REVIVED, detail="second"))
    await report(storage, anomaly(AnomalyKind.REVIVED, seconds=9, detail="third"), anomaly(AnomalyKind.GONE))
    assert await reported(storage) == {("revived", "first"), ("gone", "")}


async def test_reporting_nothing_is_allowed(storage: Storage) -> None:
    await report(storage)
    assert await reported(storage) == set()
