"""Each anomaly is reported to operators once."""

from application.ports.storage.storage import Anomaly, AnomalyKind, Storage
from domain.mirror.snapshot import ObjectKind
from examples import after, ref


def anomaly(kind: AnomalyKind, *, seconds: float = 0, detail: str = "") -> Anomaly:
    return Anomaly(anomaly=kind, kind=ObjectKind.SUBSCRIPTION, ref=ref("sub"), noticed_at=after(seconds), detail=detail)


async def report(storage: Storage, *anomalies: Anomaly) -> None:
    async with storage.begin() as uow:
        await uow.anomalies.report(anomalies)
        await uow.commit()


async def reported(storage: Storage) -> set[tuple[str, str]]:
    return {(found.anomaly.value, found.detail) for found in await storage.anomalies(before=None, limit=100)}


async def test_repeated_anomaly_is_reported_once(storage: Storage) -> None:
    await report(storage, anomaly(AnomalyKind.REVIVED, detail="first"), anomaly(AnomalyKind.REVIVED, detail="second"))
    await report(storage, anomaly(AnomalyKind.REVIVED, seconds=9, detail="third"), anomaly(AnomalyKind.GONE))
    assert await reported(storage) == {("revived", "first"), ("gone", "")}


async def test_empty_report_is_allowed(storage: Storage) -> None:
    await report(storage)
    assert await reported(storage) == set()


async def test_anomalies_are_listed_newest_first_and_pages_continue_where_the_last_ended(storage: Storage) -> None:
    reported = [
        Anomaly(anomaly=AnomalyKind.GONE, kind=kind, ref=ref(id_), noticed_at=after(at), detail="looked at")
        for kind, id_, at in (
            (ObjectKind.ACCOUNT, "b", 1),
            (ObjectKind.ORDER, "a", 1),
            (ObjectKind.ACCOUNT, "a", 1),
            (ObjectKind.ACCOUNT, "c", 2),
        )
    ]
    async with storage.begin() as uow:
        await uow.anomalies.report(reported)
        await uow.commit()
    first = await storage.anomalies(before=None, limit=2)
    rest = await storage.anomalies(before=first[-1], limit=9)
    assert [anomaly.ref.id for anomaly in first + rest] == ["c", "a", "b", "a"]
    assert first[1] == reported[1]
