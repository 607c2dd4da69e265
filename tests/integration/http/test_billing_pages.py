"""Billing lists the first hundred subscriptions and purchases, and cursors lead to the rest."""

from __future__ import annotations

from typing import Any

import pytest

from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim
from domain.purchases.facet import PaymentStatus
from domain.subscription import SubscriptionStatus
from entrypoints.http import cursor as cursors
from examples import ADA, after, claim, told_payment, told_subscription
from integration.http.api import API_KEY, Api, is_problem, token_of

PATH = f"/v1/customers/{ADA}"
MANY = 130


def purchase(number: int, **facts: Any) -> tuple[Snapshot, Claim]:
    id_ = f"order_{number:03}"
    return told_payment(id_, created_at=after(number), **facts), claim(subject=id_, kind=ObjectKind.ORDER)


def subscription(number: int, **facts: Any) -> tuple[Snapshot, Claim]:
    id_ = f"sub_{number:03}"
    return told_subscription(id_, created_at=after(number), **facts), claim(subject=id_)


async def hear(api: Api, *told: tuple[Snapshot, Claim]) -> None:
    await api.hear(*(snapshot for snapshot, _ in told), claims=tuple(said for _, said in told))


async def everything(api: Api, path: str, limit: int) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        response = await api.get(f"{path}?limit={limit}{cursor}")
        assert response.status_code == 200, response.text
        page = response.json()
        assert len(page["data"]) <= limit
        found += [each["id"] for each in page["data"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


async def test_billing_lists_the_newest_hundred_purchases_and_a_cursor_to_the_others(api: Api) -> None:
    await hear(api, *(purchase(number) for number in range(MANY)))
    body = (await api.get(f"{PATH}/billing")).json()
    newest_first = [f"order_{number:03}" for number in reversed(range(MANY))]
    assert [each["id"] for each in body["purchases"]] == newest_first[:100]
    assert body["more"]["subscriptions"] is None
    rest = (await api.get(f"{PATH}/purchases?cursor={body['more']['purchases']}")).json()
    assert [each["id"] for each in rest["data"]] == newest_first[100:]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("limit", [1, 7, 100])
async def test_pages_of_any_size_add_up_to_the_whole_list(api: Api, limit: int) -> None:
    await hear(api, *(purchase(number // 3) for number in range(12)), *(subscription(n) for n in range(5)))
    assert await everything(api, f"{PATH}/purchases", limit) == ["order_003", "order_002", "order_001", "order_000"]
    assert await everything(api, f"{PATH}/subscriptions", limit) == [f"sub_{number:03}" for number in (4, 3, 2, 1, 0)]


async def test_simultaneous_purchases_are_each_listed_once(api: Api) -> None:
    told = [(told_payment(f"order_{n}"), claim(subject=f"order_{n}", kind=ObjectKind.ORDER)) for n in range(5)]
    await hear(api, *told)
    assert await everything(api, f"{PATH}/purchases", 2) == [f"order_{number}" for number in (4, 3, 2, 1, 0)]


async def test_live_subscription_is_listed_before_newer_ended_ones(api: Api) -> None:
    ended = (subscription(number, status=SubscriptionStatus.ENDED) for number in range(1, MANY))
    await hear(api, subscription(0), *ended, subscription(MANY, status=SubscriptionStatus.INCOMPLETE))
    body = (await api.get(f"{PATH}/billing")).json()
    assert [each["id"] for each in body["subscriptions"]][:3] == ["sub_000", f"sub_{MANY:03}", f"sub_{MANY - 1:03}"]
    assert len(body["subscriptions"]) == 100
    assert len(await everything(api, f"{PATH}/subscriptions", 60)) == MANY + 1


async def test_access_and_home_take_unlisted_purchases_into_account(api: Api) -> None:
    refused = (purchase(number, status=PaymentStatus.FAILED) for number in range(1, MANY))
    await hear(api, purchase(0), *refused)
    body = (await api.get(f"{PATH}/billing")).json()
    assert "order_000" not in {each["id"] for each in body["purchases"]}
    assert (body["access"]["reason"], body["home_provider"]) == ("purchase_paid", "alpha")


async def test_refusal_lists_at_most_a_hundred_subscriptions(api: Api) -> None:
    await hear(api, *(subscription(number) for number in range(MANY)))
    problem = is_problem(await api.open_portal(body={"intent": "cancel"}), 409, "subscription-required")
    assert [each["id"] for each in problem["subscriptions"]] == [f"sub_{MANY - 1 - n:03}" for n in range(100)]


async def test_refusal_lists_at_most_a_hundred_purchases(api: Api) -> None:
    await hear(api, *(purchase(number) for number in range(MANY)))
    problem = is_problem(await api.open_portal(body={"intent": "cancel"}), 409, "plan-change-not-supported")
    assert len(problem["purchases"]) == 100


@pytest.mark.parametrize("list_", ["subscriptions", "purchases"])
@pytest.mark.parametrize(
    "position",
    [
        ["2026-01-05T12:00:00Z", "alpha", "order"],
        [0, "2026-01-05T12:00:00", "alpha", "order"],
        [0, "0001-01-01T00:00:00+23:59", "alpha", "order"],
        [0, "2026-01-05T12:00:00Z", "Not a provider", "order"],
        [0, "2026-01-05T12:00:00Z", "alpha", ""],
    ],
)
async def test_made_up_cursor_is_refused(api: Api, list_: str, position: list[Any]) -> None:
    await hear(api, purchase(0))
    response = await api.get(f"{PATH}/{list_}?cursor={cursors.written(position)}")
    problem = is_problem(response, 400, "invalid-request")
    assert [each["field"] for each in problem["errors"]] == ["cursor"]


@pytest.mark.parametrize("limit", ["0", "101", "many"])
async def test_limit_outside_1_to_100_is_refused(api: Api, limit: str) -> None:
    is_problem(await api.get(f"{PATH}/purchases?limit={limit}"), 400, "invalid-request")


@pytest.mark.parametrize("list_", ["subscriptions", "purchases"])
async def test_browser_reads_only_its_own_pages(api: Api, list_: str) -> None:
    await hear(api, purchase(0))
    assert (await api.get(f"/v1/customers/me/{list_}", credential=token_of())).status_code == 200
    assert (await api.get(f"{PATH}/{list_}", credential=token_of("bob"))).status_code == 404
    assert (await api.get(f"/v1/customers/nobody/{list_}", credential=API_KEY)).status_code == 404
