"""Objects with any ids that are accepted can be read, opened, refreshed, exported and erased."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.ports.storage.inbox import DeliveryFilter
from application.ports.storage.storage import Storage
from contracts.providers.acme_under_test import AcmeUnderTest
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.stripe_under_test import StripeUnderTest
from contracts.providers.under_test import ProviderUnderTest
from domain.customer import CustomerId
from domain.provider import MAX_ID_LENGTH, is_id
from fakes.storage import InMemoryStorage
from integration.http.any_ids import NASTY, any_id, ids_in, with_ids
from integration.http.served import Served, served

pytestmark = pytest.mark.slow

PROVIDERS: list[Callable[[], ProviderUnderTest]] = [StripeUnderTest, LemonSqueezyUnderTest, AcmeUnderTest]
CUSTOMERS = [CustomerId(f"user_{name}") for name in ("ada", "ben", "bob", "dora", "grace", "paul", "uma", "vera")]
UNUSUAL = [text for text in NASTY if is_id(text) and len(text) < MAX_ID_LENGTH - 5]
NO_IDS = [text for text in NASTY if not is_id(text)]
MOST = 12
"""How many deliveries are sent at once, so that one example takes a moment and not a minute."""
SETTLED = {"applied", "failed", "ignored"}


def unchanged(under_test: ProviderUnderTest) -> list[bytes]:
    """Its bodies, spelled as `with_ids` spells them."""
    return [with_ids(body, {}) for body in under_test.bodies.values()]


def changed_by(new: Mapping[str, str], bodies: Sequence[bytes]) -> list[bytes]:
    return [changed for body in bodies if (changed := with_ids(body, new)) != body]


async def hear(service: Served, bodies: Sequence[bytes]) -> None:
    answers = await asyncio.gather(*(service.deliver(body) for body in bodies))
    assert {answer.status_code for answer in answers} <= {200}
    assert await statuses(service) <= SETTLED


async def statuses(service: Served) -> set[str]:
    kept = await service.storage.deliveries(DeliveryFilter(), limit=1000)
    return {delivery.status.value for delivery in kept.deliveries}


async def use_everything(service: Served, customer_id: CustomerId) -> None:
    """Call every operation for a customer, the last of which erases them."""
    api, path = service.api, f"/v1/customers/{customer_id}"
    if (await api.get(path)).status_code == 404:
        return
    answers = [await api.get(path), await api.get(f"{path}/billing"), await api.call("POST", f"{path}/refresh")]
    assert [answer.status_code for answer in answers] == [200, 200, 202]
    for subscription in answers[1].json()["subscriptions"]:
        wish = {"subscription": {"provider": subscription["provider"], "id": subscription["id"]}}
        assert (await api.open_portal(customer_id, wish)).status_code in (201, 409)
    assert (await api.open_portal(customer_id)).status_code in (201, 409)
    use_cases = api.installation.use_cases()
    assert (await use_cases.export_customer(customer_id)).billing.customer.id == customer_id
    assert not (await use_cases.erase_customer(customer_id, search_all=True)).again


async def live(under_test: ProviderUnderTest, storage: Storage, bodies: Sequence[bytes]) -> None:
    service = served(under_test, storage)
    await hear(service, bodies)
    await service.api.installation.use_cases().ask_provider(limit=100)
    for customer_id in CUSTOMERS:
        await use_everything(service, customer_id)
    await service.api.close()


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(max_examples=25)
@given(data=st.data())
def test_arbitrary_ids_are_applied_or_failed_and_break_no_later_operation(
    provider: Callable[[], ProviderUnderTest], data: st.DataObject
) -> None:
    under_test = provider()
    ids = sorted(ids_in(under_test.bodies.values()))
    new = data.draw(st.dictionaries(st.sampled_from(ids), any_id, min_size=1, max_size=3))
    concerned = changed_by(new, unchanged(under_test))
    assert concerned
    asyncio.run(live(under_test, InMemoryStorage(), data.draw(st.permutations(concerned))[:MOST]))


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_each_id_may_be_invalid(provider: Callable[[], ProviderUnderTest]) -> None:
    under_test = provider()
    bodies = unchanged(under_test)
    for id_, no_id in zip(sorted(ids_in(under_test.bodies.values())), cycle(NO_IDS), strict=False):
        await live(provider(), InMemoryStorage(), changed_by({id_: no_id}, bodies)[:MOST])


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_unusual_ids_are_read_from_every_database(
    provider: Callable[[], ProviderUnderTest], storage: Storage
) -> None:
    under_test = provider()
    ids = sorted(ids_in(under_test.bodies.values()))
    new = {id_: unusual + str(number) for number, (id_, unusual) in enumerate(zip(ids, cycle(UNUSUAL), strict=False))}
    service = served(under_test, storage)
    await hear(service, [with_ids(body, new) for body in under_test.bodies.values()])
    assert await statuses(service) <= {"applied", "ignored"}
    for customer_id in CUSTOMERS:
        await use_everything(service, customer_id)
    await service.api.close()
