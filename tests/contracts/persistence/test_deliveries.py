"""Listing of stored deliveries."""

from typing import Any

import pytest

from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryStatus, DeliverySubjects
from application.ports.storage.storage import Storage
from contracts.persistence.writing import claimed, delivery
from domain.mirror.snapshot import ObjectKind
from examples import ADA, ALPHA, BETA, after, claim, ref

SUBSCRIPTION = (ObjectKind.SUBSCRIPTION, ref("sub"))
ORDER_OF_THE_SAME_ID = (ObjectKind.ORDER, ref("sub"))


def came(key: str, *, at: float = 0, **facts: Any) -> Delivery:
    return delivery(key, received_at=after(at), payload='{"some": "payload"}', **facts)


@pytest.fixture
async def kept(storage: Storage) -> Storage:
    deliveries = [
        came("applied", subject=SUBSCRIPTION, account=ref("account"), applied_at=after(0)),
        came("order", at=1, subject=ORDER_OF_THE_SAME_ID),
        came("ignored", at=2, status=DeliveryStatus.IGNORED, provider=BETA),
        came("failed", at=3, status=DeliveryStatus.FAILED, next_attempt_at=after(60), error="unknown"),
        came("dead", at=3, status=DeliveryStatus.DEAD, attempts=8, error="unknown"),
    ]
    async with storage.begin() as uow:
        await uow.inbox.receive(deliveries)
        await uow.commit()
    return storage


async def listed(storage: Storage, *, limit: int = 10, **conditions: Any) -> list[str]:
    return [d.key for d in (await storage.deliveries(DeliveryFilter(**conditions), limit=limit)).deliveries]


async def test_deliveries_are_listed_newest_first_without_payloads(kept: Storage) -> None:
    assert await listed(kept) == ["failed", "dead", "ignored", "order", "applied"]
    found = (await kept.deliveries(DeliveryFilter(), limit=10)).deliveries
    assert {d.payload for d in found} == {""}
    assert found[-1].subject == SUBSCRIPTION


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"status": DeliveryStatus.APPLIED}, ["order", "applied"]),
        ({"status": DeliveryStatus.FAILED}, ["failed"]),
        ({"status": DeliveryStatus.DEAD}, ["dead"]),
        ({"provider": BETA}, ["ignored"]),
        ({"provider": ALPHA, "status": DeliveryStatus.IGNORED}, []),
        ({"about": DeliverySubjects(accounts=frozenset({ref("account")}), subjects=frozenset())}, ["applied"]),
        ({"about": DeliverySubjects(accounts=frozenset(), subjects=frozenset({SUBSCRIPTION}))}, ["applied"]),
        (
            {
                "about": DeliverySubjects(
                    accounts=frozenset({ref("account")}), subjects=frozenset({ORDER_OF_THE_SAME_ID})
                )
            },
            ["order", "applied"],
        ),
        ({"about": DeliverySubjects(accounts=frozenset(), subjects=frozenset())}, []),
        ({"before": (after(3), (ALPHA, "failed"))}, ["dead", "ignored", "order", "applied"]),
        ({"since": after(2)}, ["failed", "dead", "ignored"]),
        ({"before": (after(2), (ALPHA, "zzz"))}, ["order", "applied"]),
    ],
)
async def test_all_given_filters_must_match(kept: Storage, conditions: dict[str, Any], found: list[str]) -> None:
    assert await listed(kept, **conditions) == found


async def test_list_is_limited(kept: Storage) -> None:
    assert await listed(kept, limit=2) == ["failed", "dead"]


async def test_claims_on_listed_deliveries_are_included(kept: Storage) -> None:
    mine = claim(ADA, subject="account", account="account")
    await claimed(kept, mine)
    listed = await kept.deliveries(DeliveryFilter(), limit=10)
    assert listed.belongings.ownership.claims == {mine}


async def test_single_delivery_has_its_payload_and_claims(kept: Storage) -> None:
    mine = claim(ADA, subject="account", account="account")
    await claimed(kept, mine)
    shown = await kept.delivery((ALPHA, "applied"))
    assert shown is not None
    assert shown.deliveries == (came("applied", subject=SUBSCRIPTION, account=ref("account"), applied_at=after(0)),)
    assert shown.belongings.ownership.claims == {mine}


async def test_unknown_delivery_is_not_found(kept: Storage) -> None:
    assert await kept.delivery((BETA, "applied")) is None
