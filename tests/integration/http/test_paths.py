"""An encoded slash belongs to its path segment."""

from __future__ import annotations

import pytest

from examples import ADA, ALPHA, claim, told_subscription
from integration.http.api import OPERATOR_KEY, Api, is_problem


@pytest.fixture
async def ada(api: Api) -> Api:
    """Serve an interface that has Ada with a subscription."""
    await api.hear(told_subscription(), claims=(claim(),))
    return api


@pytest.mark.parametrize("slash", ["%2F", "%2f"])
@pytest.mark.parametrize("behind", ["billing", "checkout-reference", "billing%3F", "accounts%2Falpha%2F1", ""])
async def test_id_with_a_slash_does_not_reach_another_route(ada: Api, slash: str, behind: str) -> None:
    is_problem(await ada.get(f"/v1/customers/{ADA}{slash}{behind}"), 400, "invalid-request")


@pytest.mark.parametrize("path", ["/v1/customers//billing", "/v1/customers//", "/v1/customers//checkout-reference"])
async def test_empty_id_is_refused(api: Api, path: str) -> None:
    await api.put("/v1/customers/billing", {})
    is_problem(await api.get(path), 400, "invalid-request")


@pytest.mark.parametrize("path", ["/webhooks%2Falpha", "/v1%2Fcustomers/ada", "//health/live", "/health%2Flive"])
async def test_slash_within_a_segment_reaches_no_route(ada: Api, path: str) -> None:
    assert (await ada.client.get(f"http://portal.test{path}")).status_code == 404


async def test_trailing_slash_is_ignored(ada: Api) -> None:
    assert (await ada.get(f"/v1/customers/{ADA}/billing/")).status_code == 200


@pytest.mark.parametrize("account", ["cus/1", "/", "a//b", "%2F", "cus 1"])
async def test_account_with_a_slash_in_its_id_is_linked_and_unlinked(api: Api, account: str) -> None:
    link = {"accounts": [{"provider": ALPHA, "provider_customer_id": account}]}
    linked = await api.put(f"/v1/customers/{ADA}", link)
    assert [each["provider_customer_id"] for each in linked.json()["accounts"]] == [account]
    encoded = account.replace("%", "%25").replace("/", "%2F").replace(" ", "%20")
    unlinked = await api.call("DELETE", f"/v1/customers/{ADA}/accounts/{ALPHA}/{encoded}")
    assert unlinked.status_code == 204
    assert (await api.get(f"/v1/customers/{ADA}")).json()["accounts"] == []


async def test_event_with_a_slash_in_its_id_is_looked_up_by_it(api: Api) -> None:
    missing = await api.get("/v1/events/alpha%3Aa%2Freplay", credential=OPERATOR_KEY)
    is_problem(missing, 404, "event-not-found")
