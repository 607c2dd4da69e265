"""Stored rows are complete, including guests' and unowned objects, and every difference is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest

from contracts.providers.lemonsqueezy_in_sandbox import LemonSqueezyInSandbox
from contracts.providers.outage import Sandboxed
from contracts.providers.playing import Play
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from contracts.providers.test_outage import bodies, until_nothing_is_due
from domain.customer import CustomerId
from equality.differences import differences
from equality.lemonsqueezy_rows import lemonsqueezy_rows
from equality.rows import Rows, rows
from equality.stored_rows import stored_rows
from equality.stripe_rows import stripe_rows
from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import authorizations, disputes, quotes, wallet

OWNER = "user_id"


@pytest.fixture
def under_test() -> Iterator[StripeInSandbox]:
    with closing(StripeInSandbox()) as played:
        yield played


@pytest.fixture
def lemonsqueezy() -> Iterator[LemonSqueezyInSandbox]:
    with closing(LemonSqueezyInSandbox()) as played:
        yield played


async def heard(under_test: Sandboxed) -> Rows:
    """Apply all events so far to the service."""
    play = Play(under_test=under_test)
    play.clock.moment = under_test.now
    await play.deliver(bodies(under_test))
    await until_nothing_is_due(play, under_test)
    return await stored_rows(play.storage, under_test.now)


def held_by_stripe(under_test: StripeInSandbox, *, pricing_tables: bool = False) -> Rows:
    records = under_test.stage.records
    return rows(stripe_rows(records, under_test.now, customer_key=OWNER, pricing_tables=pricing_tables))


def by_owner(told: Rows) -> Counter[tuple[str, str]]:
    return Counter((key.kind, key.owner) for key in told)


async def test_rows_include_guests_and_unowned_objects(under_test: StripeInSandbox) -> None:
    stage = under_test.stage
    stage.subscribe(metadata={OWNER: "user_ada"})
    stage.subscribe()
    stage.buy(client_reference_id="user_guest")
    stage.buy()
    told = await heard(under_test)
    assert differences(held_by_stripe(under_test), told) == []
    assert by_owner(told) == {
        ("account", "user_ada"): 1,
        ("subscription", "user_ada"): 1,
        ("account", ""): 1,
        ("subscription", ""): 1,
        ("purchase", "user_guest"): 1,
        ("purchase", ""): 1,
    }


@pytest.mark.parametrize(("pricing_tables", "owner"), [(False, "user_ada"), (True, "")])
async def test_reference_of_a_session_links_its_account_unless_pricing_tables_are_in_use(
    owner: str, *, pricing_tables: bool
) -> None:
    with closing(StripeInSandbox(pricing_tables=pricing_tables)) as under_test:
        stage = under_test.stage
        bought = stage.buy(client_reference_id="user_ada", customer_creation="always")
        stage.complete(stage.checkout(catalogue.PRO_MONTHLY, customer=bought["customer"]))
        told = await heard(under_test)
        assert differences(held_by_stripe(under_test, pricing_tables=pricing_tables), told) == []
    assert by_owner(told) == Counter({("account", owner): 1, ("purchase", "user_ada"): 1, ("subscription", owner): 1})


async def test_rows_include_guests_and_unowned_objects_at_lemonsqueezy(lemonsqueezy: LemonSqueezyInSandbox) -> None:
    stage = lemonsqueezy.stage
    reference = lemonsqueezy.references.sign(CustomerId("user_ada"), at=stage.shop.clock.now())
    stage.subscribe(email="ada@example.com", custom={OWNER: reference})
    stage.buy(stage.variant("Lifetime"), email="ben@example.com")
    told = await heard(lemonsqueezy)
    there = rows(lemonsqueezy_rows(stage.shop.records, stage.shop.clock.now(), customer_key=OWNER))
    assert differences(there, told) == []
    assert by_owner(told) == {
        ("account", "user_ada"): 1,
        ("subscription", "user_ada"): 1,
        ("account", ""): 1,
        ("purchase", ""): 1,
    }


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("charge", {"amount_refunded": 1}, "refunded"),
        ("checkout.session", {"payment_status": "unpaid"}, "raw_status"),
        ("checkout.session", {"status": "expired"}, "only in the"),
        ("checkout.session", {"client_reference_id": "user_other"}, "only in the"),
    ],
)
async def test_difference_in_a_guest_purchase_is_found(
    under_test: StripeInSandbox, kind: str, change: Document, field: str
) -> None:
    under_test.stage.buy(client_reference_id="user_guest")
    told = await heard(under_test)
    records = under_test.stage.records
    records.put(kind, {**next(records.newest(kind)), **change})
    assert any(f": {field} " in line for line in differences(held_by_stripe(under_test), told))


def with_every_way_to_buy_once(under_test: StripeInSandbox) -> None:
    """Create a paid quote, authorizations in each state, and a lost partial dispute."""
    stage = under_test.stage
    customer = stage.subscribe(metadata={OWNER: "user_ada"})["customer"]
    wallet.use_card(stage.account, customer, "4242")
    offered = [{"price": catalogue.LIFETIME, "quantity": 2}]
    quote = quotes.create(stage.account, customer=customer, line_items=offered)
    quotes.accept(stage.account, quotes.finalize(stage.account, quote["id"])["id"])
    stage.move(hours=2)
    disputed = stage.charge_of(stage.buy())
    disputes.close(stage.account, disputes.open_dispute(stage.account, disputed["id"], amount=5_000)["id"])
    _, captured, cancelled = (stage.buy(payment_intent_data={"capture_method": "manual"}) for _ in range(3))
    authorizations.capture(stage.account, captured["payment_intent"], amount=10_000)
    authorizations.cancel(stage.account, cancelled["payment_intent"])


async def test_every_kind_of_one_off_purchase_has_equal_rows(under_test: StripeInSandbox) -> None:
    with_every_way_to_buy_once(under_test)
    held, told = held_by_stripe(under_test), await heard(under_test)
    assert differences(held, told) == []
    statuses = Counter(str(row["status"]) for key, row in told.items() if key.kind == "purchase")
    assert statuses == {"paid": 2, "pending": 1, "failed": 1, "partially_refunded": 1}


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("dispute", {"amount": 4_999}, "refunded"),
        ("dispute", {"status": "won"}, "status"),
        ("payment_intent", {"status": "succeeded", "amount_received": 14_900}, "status"),
        ("invoice", {"amount_paid": 1}, "paid"),
    ],
)
async def test_difference_in_other_kinds_of_one_off_purchases_is_found(
    under_test: StripeInSandbox, kind: str, change: Document, field: str
) -> None:
    with_every_way_to_buy_once(under_test)
    told = await heard(under_test)
    records = under_test.stage.records
    records.put(kind, {**next(records.newest(kind)), **change})
    assert any(f": {field} " in line for line in differences(held_by_stripe(under_test), told))
