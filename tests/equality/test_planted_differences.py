"""The comparison detects differences: one of each kind is planted directly in the sandbox's records, so that no
webhook reports it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import pytest_asyncio

from demo.running_demo import running_demo
from equality.differences import differences
from equality.mirror_rows import mirror_rows
from equality.rows import Kind, Rows, from_seconds, rows
from equality.sandbox_rows import sandbox_rows
from lives.person import Person
from lives.stories import WORKS
from payment_sandbox.records import Document
from payment_sandbox.sandbox import Sandbox
from portal_demo.host.customers import Customer
from portal_demo.polling import poll_until

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA = Customer(id="user_ada", name="Ada Moss", email="ada@example.com")
Change: TypeAlias = Callable[[Document], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equal:
    """The sandbox, and the service's matching rows."""

    sandbox: Sandbox
    mirror: Rows

    def found(self) -> list[str]:
        return differences(sandbox_rows(self.sandbox), self.mirror)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def equal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Equal]:
    """Build a customer with a subscription and a lifetime licence at each provider, all known to the service."""
    path: Path = tmp_path_factory.mktemp("equal")
    async with running_demo(path) as demo:
        await demo.shop.register(ADA)
        for provider, card in WORKS.items():
            for offer in ("pro_monthly", "lifetime"):
                await Person(demo=demo, customer=ADA).buy(provider, offer, card)
        await demo.time.settled()

        async def nothing_differs() -> bool:
            return differences(sandbox_rows(demo.sandbox), await mirror_rows(demo.shop.portal, [ADA.id])) == []

        assert await poll_until(nothing_differs, within=10)
        yield Equal(sandbox=demo.sandbox, mirror=await mirror_rows(demo.shop.portal, [ADA.id]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """Changes the newest document of a kind; then `field` must differ, or a whole row if it is empty."""

    provider: str
    kind: str
    change: Change
    field: str


def first_item(subscription: Document) -> Document:
    item: Document = subscription["items"]["data"][0]
    return item


def at_stripe(kind: str, field: str, change: Change) -> Plant:
    return Plant(provider="stripe", kind=kind, change=change, field=field)


def paused_until(moment: int) -> Document:
    """Build a pause of payment collection that keeps access."""
    return {"behavior": "keep_as_draft", "resumes_at": moment}


def at_lemonsqueezy(kind: str, field: str, **attributes: Any) -> Plant:
    return Plant(
        provider="lemonsqueezy",
        kind=kind,
        change=lambda document: document["attributes"].update(attributes),
        field=field,
    )


DAY, LONG_AGO = 4_102_444_800, 946_684_800
"""Seconds since 1970: in the year 2100, and in the year 2000. The sandbox goes by the machine's clock."""
WRITTEN, WRITTEN_LONG_AGO = "2100-01-01T00:00:00.000000Z", "2000-01-01T00:00:00.000000Z"
PLANTS = [
    at_stripe("subscription", "status", lambda it: it.update(status="past_due")),
    at_stripe("subscription", "status", lambda it: it.update(pause_collection={"behavior": "void"})),
    at_stripe("subscription", "status", lambda it: it.update(status="canceled")),
    at_stripe("subscription", "ended_at", lambda it: it.update(ended_at=DAY)),
    at_stripe("subscription", "cancels_at", lambda it: it.update(cancel_at=DAY)),
    at_stripe("subscription", "cancels_at", lambda it: it.update(cancel_at_period_end=True)),
    at_stripe("subscription", "trial_ends_at", lambda it: it.update(trial_end=DAY)),
    at_stripe("subscription", "resumes_at", lambda it: it.update(pause_collection=paused_until(DAY))),
    at_stripe("subscription", "current_period_end", lambda it: first_item(it).update(current_period_end=DAY)),
    at_stripe("subscription", "plan", lambda it: first_item(it)["price"].update(id="price_other")),
    at_stripe("subscription", "price", lambda it: first_item(it)["price"].update(unit_amount=1)),
    at_stripe("subscription", "interval", lambda it: first_item(it)["price"]["recurring"].update(interval="year")),
    at_stripe("subscription", "quantity", lambda it: first_item(it).update(quantity=2)),
    at_stripe("subscription", "total", lambda it: first_item(it).update(quantity=2)),
    at_stripe("subscription", "items", lambda it: it["items"]["data"].append(first_item(it))),
    at_stripe("checkout.order", "items", lambda it: it["line_items"].append(it["line_items"][0])),
    at_stripe("subscription", "only in the", lambda it: it["metadata"].update(user_id="user_bob")),
    at_stripe("charge", "refunded", lambda it: it.update(amount_refunded=1)),
    at_stripe("charge", "status", lambda it: it.update(amount_refunded=it["amount"])),
    at_stripe("checkout.session", "raw_status", lambda it: it.update(payment_status="unpaid")),
    at_stripe("payment_intent", "paid", lambda it: it.update(amount_received=1)),
    at_stripe("checkout.session", "only in the", lambda it: it["metadata"].update(user_id="user_bob")),
    at_stripe("checkout.session", "only in the", lambda it: it.update(status="expired")),
    at_stripe("customer", "deleted", lambda it: it.update(deleted=True)),
    at_lemonsqueezy("subscriptions", "status", status="past_due"),
    at_lemonsqueezy("subscriptions", "status", status="paused", pause={"mode": "void", "resumes_at": None}),
    at_lemonsqueezy("subscriptions", "resumes_at", pause={"mode": "void", "resumes_at": WRITTEN}),
    at_lemonsqueezy("subscriptions", "ended_at", status="expired", ends_at=WRITTEN),
    at_lemonsqueezy("subscriptions", "cancels_at", status="cancelled", ends_at=WRITTEN),
    at_lemonsqueezy("subscriptions", "trial_ends_at", trial_ends_at=WRITTEN),
    at_lemonsqueezy("subscriptions", "current_period_end", renews_at=WRITTEN),
    at_lemonsqueezy("subscriptions", "plan", variant_id=1001),
    at_lemonsqueezy("subscription-items", "price", price_id=1001),
    at_lemonsqueezy("subscription-items", "quantity", quantity=2),
    at_lemonsqueezy("subscription-items", "items", quantity=2),
    at_lemonsqueezy("order-items", "items", quantity=2),
    at_lemonsqueezy("orders", "status", status="refunded"),
    at_lemonsqueezy("orders", "status", status="fraudulent"),
    at_lemonsqueezy("orders", "refunded", refunded_amount=1),
    at_lemonsqueezy("orders", "paid", total=1),
    Plant(
        provider="lemonsqueezy",
        kind="orders",
        change=lambda order: order["private"].update(custom_data={"user_id": "dXNlcl9ib2I-69000000-signed"}),
        field="only in the",
    ),
]


@contextmanager
def planted(equal: Equal, plant: Plant) -> Iterator[None]:
    """Apply the change for the duration of the block."""
    records = equal.sandbox.records[plant.provider]
    before, after = next(records.newest(plant.kind)), next(records.newest(plant.kind))
    plant.change(after)
    records.put(plant.kind, after)
    try:
        yield
    finally:
        records.put(plant.kind, before)


def names(lines: list[str], field: str) -> bool:
    """Return whether one of the differences is in this field."""
    return any(f": {field} " in line for line in lines)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.provider}-{plant.kind}-{plant.field}")
async def test_planted_difference_is_found(equal: Equal, plant: Plant) -> None:
    with planted(equal, plant):
        assert names(equal.found(), plant.field)
    assert equal.found() == []


@pytest.mark.parametrize(
    "plant",
    [
        at_stripe("subscription", "resumes_at", lambda it: it.update(pause_collection=paused_until(LONG_AGO))),
        at_stripe(
            "subscription",
            "resumes_at",
            lambda it: it.update(status="canceled", pause_collection=paused_until(DAY)),
        ),
        at_lemonsqueezy("subscriptions", "resumes_at", pause={"mode": "free", "resumes_at": WRITTEN_LONG_AGO}),
        at_lemonsqueezy(
            "subscriptions",
            "resumes_at",
            status="expired",
            ends_at=WRITTEN_LONG_AGO,
            pause={"mode": "free", "resumes_at": WRITTEN},
        ),
    ],
    ids=["stripe-past", "stripe-ended", "lemonsqueezy-past", "lemonsqueezy-ended"],
)
async def test_resumption_that_never_happens_is_ignored(equal: Equal, plant: Plant) -> None:
    key = next(key for key in equal.mirror if (key.provider, key.kind) == (plant.provider, "subscription"))
    shown = {**equal.mirror, key: {**equal.mirror[key], "resumes_at": from_seconds(DAY)}}
    with planted(equal, plant):
        assert not names(equal.found(), "resumes_at")
        assert names(differences(sandbox_rows(equal.sandbox), shown), "resumes_at is None in")


@pytest.mark.parametrize(("end", "applies"), [(None, True), (DAY, True), (LONG_AGO, False)])
async def test_discount_counts_until_it_ends(equal: Equal, end: int | None, *, applies: bool) -> None:
    records = equal.sandbox.records["stripe"]
    records.put("discount", {"id": "di_planted", "end": end})
    plant = at_stripe("subscription", "discounted", lambda it: it.update(discounts=["di_planted"]))
    try:
        with planted(equal, plant):
            assert names(equal.found(), "discounted is True in") is applies
    finally:
        records.delete("discount", "di_planted")
    assert equal.found() == []


@pytest.mark.parametrize("provider", ["stripe", "lemonsqueezy"])
@pytest.mark.parametrize("kind", ["subscription", "purchase", "account"])
async def test_row_of_only_one_side_is_found(equal: Equal, provider: str, kind: Kind) -> None:
    there = sandbox_rows(equal.sandbox)
    key = next(key for key in there if (key.provider, key.kind) == (provider, kind))
    rest = {other: fields for other, fields in there.items() if other != key}
    assert differences(rest, equal.mirror) == [f"{key}: only in the mirror"]
    assert differences(equal.mirror, rest) == [f"{key}: only in the sandbox"]


async def test_unsettled_contest_is_found(equal: Equal) -> None:
    key = next(key for key in equal.mirror if key.kind == "subscription")
    mirror = {**equal.mirror, key: {**equal.mirror[key], "contested": True}}
    assert differences(equal.mirror, mirror) == [f"{key}: contested is False in the sandbox, True in the mirror"]


async def test_number_does_not_equal_a_flag(equal: Equal) -> None:
    key = next(key for key in equal.mirror if key.kind == "account")
    mirror = {**equal.mirror, key: {"deleted": 0}}
    assert differences(equal.mirror, mirror) == [f"{key}: deleted is False in the sandbox, 0 in the mirror"]


async def test_duplicate_row_is_found(equal: Equal) -> None:
    (key, fields), *_ = equal.mirror.items()
    with pytest.raises(ValueError, match="is told twice"):
        rows([(key, fields), (key, fields)])
