"""A customer's records of subscription items, scheduled items and discounts."""

from __future__ import annotations

from decimal import Decimal

from application.ports.storage.storage import Storage
from contracts.persistence.test_facts_of_subscriptions import SEVEN, only_subscription
from contracts.persistence.writing import claimed, mirror
from domain.catalogue.discount import Discount, Duration
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.item import SubscriptionItem
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot
from examples import NOON, after, claim, dollars, pushed, ref, told_phase, told_subscription


async def test_every_current_and_scheduled_item_is_looked_up(storage: Storage) -> None:
    entries = [
        CatalogueSnapshot(ref=ref(id_), kind=ObjectKind.PRODUCT, timestamp=pushed(), name=id_.title())
        for id_ in ("pro", "seats", "basic")
    ]
    smaller = CatalogueSnapshot(
        ref=ref("smaller"), kind=ObjectKind.PRICE, timestamp=pushed(), product_id="basic", pricings=SEVEN
    )
    schedule = ScheduleSnapshot(
        ref=ref("schedule"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        phases=(told_phase("smaller", after(60)),),
    )
    items = tuple(SubscriptionItem(id=id_, product_id=id_, quantity=1) for id_ in ("pro", "seats"))
    await mirror(storage, told_subscription(items=items, schedule_id="schedule"), schedule, smaller, *entries)
    await claimed(storage, claim())
    subscription = await only_subscription(storage)
    assert [item.name for item in subscription.items] == ["Pro", "Seats"]
    change = subscription.pending_change(NOON)
    assert change is not None
    assert [(item.name, item.price) for item in change.items] == [("Basic", dollars(7))]


async def test_discount_is_read_with_its_value(storage: Storage) -> None:
    discount = Discount(duration=Duration.FOREVER, percent_off=Decimal(50))
    entry = CatalogueSnapshot(ref=ref("sub:half"), kind=ObjectKind.DISCOUNT, timestamp=pushed(), discount=discount)
    await mirror(storage, told_subscription(discounts=("sub:half", "sub:unknown")), entry)
    await claimed(storage, claim())
    assert (await only_subscription(storage)).discounts == (discount, None)
