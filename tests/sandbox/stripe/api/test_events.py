"""Events of the last 30 days."""

from __future__ import annotations

import pytest
import stripe

from sandbox.stripe.stage import Stage


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"type": "customer.created"}, ["customer.created"]),
        ({"type": "customer.*"}, ["customer.updated", "customer.created"]),
        ({"types": ["customer.updated", "product.created"]}, ["product.created", "customer.updated"]),
        ({"type": "nothing"}, []),
        ({"created": {"gt": 4_000_000_000}}, []),
    ],
)
async def test_events_are_found_by_type_and_time(
    client: stripe.StripeClient, wanted: stripe.params.EventListParams, found: list[str]
) -> None:
    customer = await client.v1.customers.create_async({"name": "Ada"})
    await client.v1.customers.update_async(customer.id, {"name": "Ada L."})
    await client.v1.products.create_async({"name": "Course"})
    assert [each.type for each in (await client.v1.events.list_async(wanted)).data] == found


async def test_older_events_are_deleted(client: stripe.StripeClient, stage: Stage) -> None:
    await client.v1.customers.create_async({"name": "Ada"})
    (event,) = (await client.v1.events.list_async()).data
    stage.move(days=29)
    assert (await client.v1.events.retrieve_async(event.id)).type == "customer.created"
    stage.move(days=1)
    assert (await client.v1.events.list_async()).data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such event"):
        await client.v1.events.retrieve_async(event.id)


async def test_missed_events_are_listed_from_the_last_one_seen(client: stripe.StripeClient) -> None:
    for name in "abc":
        await client.v1.customers.create_async({"name": name})
    oldest = (await client.v1.events.list_async()).data[-1]
    missed = await client.v1.events.list_async({"ending_before": oldest.id})
    assert [each.data.object["name"] async for each in missed.auto_paging_iter()] == ["b", "c"]
