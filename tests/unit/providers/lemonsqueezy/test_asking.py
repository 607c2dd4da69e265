"""Fetches: all objects of a customer, prices in the store's currency, and the start of arrears."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.fetching import NotFound
from application.ports.provider.updates import ProviderUpdate
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from domain.catalogue.pricing import Scheme
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from fixtures.lemonsqueezy.payloads import changed, variant
from unit.providers.lemonsqueezy.reading import ref


async def answer(connected: LemonSqueezyUnderTest, kind: ObjectKind, id_: str) -> ProviderUpdate:
    answered = await connected.provider.fetcher.fetch(kind, ref(id_))
    assert isinstance(answered, ProviderUpdate)
    return answered


async def catalogued(price: str, store: str = "stores.own") -> Any:
    connected = LemonSqueezyUnderTest()
    connected.api.hold(variant(store), variant(price))
    (snapshot,) = (await answer(connected, ObjectKind.PRICE, variant(price)["id"])).snapshots
    return snapshot


async def test_customer_is_fetched_with_subscriptions_and_orders_in_one_call() -> None:
    connected = LemonSqueezyUnderTest()
    mine = [variant(name) for name in ("customers.subscriber", "subscriptions.active", "orders.of_subscription")]
    connected.api.hold(*mine, variant("customers.one_off_buyer"), variant("orders.paid"))
    connected.api.hold(changed("subscriptions.another", store_id=4101))
    told = await answer(connected, ObjectKind.ACCOUNT, "7001")
    assert {snapshot.key for snapshot in told.snapshots} == {
        (ObjectKind.ACCOUNT, ref("7001")),
        (ObjectKind.SUBSCRIPTION, ref("501")),
        (ObjectKind.ORDER, ref("9001")),
        (ObjectKind.ITEM, ref("9001")),
        (ObjectKind.CONTENTS, ref("9001")),
    }
    assert told.claims == ()
    assert connected.api.calls == ["/v1/customers/7001"]


@pytest.mark.parametrize("kind", [ObjectKind.SUBSCRIPTION, ObjectKind.ORDER, ObjectKind.ACCOUNT, ObjectKind.ARREARS])
async def test_object_of_another_store_is_not_found(kind: ObjectKind) -> None:
    connected = LemonSqueezyUnderTest()
    names = ("subscriptions.active", "orders.paid", "customers.subscriber", "subscription-invoices.paid")
    connected.api.hold(*(changed(name, store_id=4101) for name in names))
    for id_ in ("501", "9002", "7001"):
        assert await connected.provider.fetcher.fetch(kind, ref(id_)) == NotFound()


async def test_price_is_in_the_currency_of_the_store() -> None:
    monthly = await catalogued("prices.pro_monthly")
    assert monthly.pricings[0].of_one_unit == Money(amount=1900, currency="USD")
    assert (monthly.interval, monthly.interval_count, monthly.one_time) == ("month", 1, False)
    in_yen = await catalogued("prices.pro_monthly", "stores.in_yen")
    assert in_yen.pricings[0].of_one_unit == Money(amount=1900, currency="JPY", exponent=0)


async def test_store_is_fetched_once_for_all_prices() -> None:
    connected = LemonSqueezyUnderTest()
    connected.api.hold(variant("prices.pro_monthly"), variant("prices.lifetime"))
    for id_ in ("330", "331"):
        await answer(connected, ObjectKind.PRICE, id_)
    assert connected.api.calls.count("/v1/stores/4100") == 1


async def test_price_is_recurring_or_one_time_if_its_category_is_known() -> None:
    lifetime = await catalogued("prices.lifetime")
    assert (lifetime.one_time, lifetime.interval) == (True, None)
    assert (await catalogued("prices.category_unheard_of")).one_time is None


async def test_tiered_price_has_no_single_amount() -> None:
    (pricing,) = (await catalogued("prices.tiered")).pricings
    assert (pricing.scheme, pricing.amount) == (Scheme.GRADUATED, None)


async def test_arrears_are_fetched_from_all_invoices_of_the_subscription() -> None:
    connected = LemonSqueezyUnderTest()
    names = ("initial", "unpaid", "void")
    connected.api.hold(*(variant(f"subscription-invoices.{name}") for name in names))
    snapshots = (await answer(connected, ObjectKind.ARREARS, "501")).snapshots
    assert {each.ref.id: getattr(each, "open", None) for each in snapshots} == {
        variant(f"subscription-invoices.{name}")["id"]: name == "unpaid" for name in names
    }


@pytest.mark.parametrize("attributes", [{"updated_at": "9999-12-31T23:59:59Z"}, {"store_id": None}, {"created_at": 1}])
async def test_malformed_response_is_an_error(attributes: dict[str, Any]) -> None:
    connected = LemonSqueezyUnderTest()
    connected.api.hold(changed("customers.subscriber", **attributes), changed("subscriptions.active", **attributes))
    for kind, id_ in ((ObjectKind.SUBSCRIPTION, "501"), (ObjectKind.ACCOUNT, "7001")):
        with pytest.raises(ProviderUnavailable):
            await connected.provider.fetcher.fetch(kind, ref(id_))
    connected.api.hold(variant("customers.subscriber"))
    with pytest.raises(ProviderUnavailable):
        await connected.provider.fetcher.fetch(ObjectKind.ACCOUNT, ref("7001"))


async def test_key_without_access_to_the_configured_store_is_refused() -> None:
    connected = LemonSqueezyUnderTest()
    assert await connected.provider.fetcher.seller_id() == "4100"
    store = connected.api.objects.pop(("stores", "4100"))
    with pytest.raises(ProviderRefused):
        await connected.provider.fetcher.seller_id()
    connected.api.objects["stores", "4100"] = store | {"id": "4101"}
    with pytest.raises(ProviderRefused):
        await connected.provider.fetcher.seller_id()
