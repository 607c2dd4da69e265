"""Unlinked accounts and anomalies as operators see them."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.storage.storage import Anomaly, AnomalyKind
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from entrypoints.http import cursor as cursors
from examples import ADA, BOB, NOON, after, claim, ref, told_account, told_payment
from integration.http.api import API_KEY, OPERATOR_KEY, Api, is_problem, token_of


async def listed(api: Api, path: str) -> dict[str, Any]:
    response = await api.get(path, credential=OPERATOR_KEY)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def noticed(api: Api, *ids: str) -> None:
    """Record these anomalies, a second apart."""
    async with api.installation.storage.begin() as uow:
        await uow.anomalies.report(
            [
                Anomaly(
                    anomaly=AnomalyKind.GONE, kind=ObjectKind.ORDER, ref=ref(id_), noticed_at=after(at), detail="gone"
                )
                for at, id_ in enumerate(ids)
            ]
        )
        await uow.commit()


async def test_unlinked_account_is_listed_with_all_data_needed_to_link_it(api: Api) -> None:
    await api.hear(told_account("nobodys"), told_payment("guests", account=None))
    await api.hear(
        told_account("adas"), claims=(claim(ADA, account="adas"), claim(BOB, Trust.UNSIGNED, account="adas"))
    )
    assert await listed(api, "/v1/unlinked") == {
        "data": [
            {
                "provider": "alpha",
                "kind": "account",
                "id": "nobodys",
                "provider_customer_id": "nobodys",
                "lost_claim": None,
            },
            {"provider": "alpha", "kind": "order", "id": "guests", "provider_customer_id": None, "lost_claim": None},
            {
                "provider": "alpha",
                "kind": "subscription",
                "id": "sub",
                "provider_customer_id": "adas",
                "lost_claim": {
                    "customer_id": BOB,
                    "trust": "unsigned",
                    "said_at": "2026-01-05T12:00:00Z",
                    "owner": ADA,
                },
            },
        ],
        "next_cursor": None,
    }


async def test_linked_account_is_no_longer_listed(api: Api) -> None:
    await api.hear(told_account())
    await api.put(f"/v1/customers/{ADA}", {"accounts": [{"provider": "alpha", "provider_customer_id": "account"}]})
    assert (await listed(api, "/v1/unlinked"))["data"] == []


async def test_anomalies_are_listed_newest_first(api: Api) -> None:
    await noticed(api, "first", "second")
    assert (await listed(api, "/v1/anomalies?limit=1"))["data"] == [
        {
            "anomaly": "gone",
            "provider": "alpha",
            "kind": "order",
            "id": "second",
            "noticed_at": "2026-01-05T12:00:01Z",
            "detail": "gone",
        }
    ]


@pytest.mark.parametrize("path", ["/v1/unlinked", "/v1/anomalies"])
async def test_pagination_skips_no_entry(api: Api, path: str) -> None:
    for number in range(5):
        await api.hear(told_account(f"thing{number}"))
    await noticed(api, *(f"thing{number}" for number in range(5)))
    seen: list[str] = []
    page = await listed(api, f"{path}?limit=2")
    while page["next_cursor"]:
        seen += [each["id"] for each in page["data"]]
        page = await listed(api, f"{path}?limit=2&cursor={page['next_cursor']}")
    assert sorted([*seen, *(each["id"] for each in page["data"])]) == [f"thing{number}" for number in range(5)]


@pytest.mark.parametrize("path", ["/v1/unlinked", "/v1/anomalies"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("cursor=made-up", "cursor"),
        (f"cursor={cursors.written(('accounts', ('one part',)))}", "cursor"),
        (f"cursor={cursors.written(('claims', ('a', 'b', 'c', 'd', 'e', 'much')))}", "cursor"),
        (f"cursor={cursors.written(('everything', ()))}", "cursor"),
        (f"cursor={cursors.written((NOON.replace(tzinfo=None), 'alpha', 'order', 'id', 'gone'))}", "cursor"),
        (f"cursor={cursors.written((NOON, 'Not One', 'order', 'id', 'gone'))}", "cursor"),
    ],
)
async def test_invalid_parameter_is_named(api: Api, path: str, query: str, field: str) -> None:
    problem = is_problem(await api.get(f"{path}?{query}", credential=OPERATOR_KEY), 400, "invalid-request")
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("path", ["/v1/unlinked", "/v1/anomalies"])
async def test_lists_are_visible_only_to_operators(api: Api, path: str) -> None:
    for credential in (API_KEY, token_of()):
        is_problem(await api.get(path, credential=credential), 403, "forbidden")
    is_problem(await api.get(path, credential=None), 401, "unauthenticated")
