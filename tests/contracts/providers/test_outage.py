"""The service was down for ten minutes, and reconciliation repairs the mirror although no webhook of that time
arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from application.reconciliation.reconcile import Reconcile
from contracts.providers.outage import Happens, Sandboxed, at_lemonsqueezy, at_stripe
from contracts.providers.playing import Play
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from domain.mirror.snapshot import ObjectKind
from domain.purchases.facet import ChargeSnapshot
from fakes.storage import InMemoryStorage
from payment_sandbox.stripe.life import credit_notes
from sandbox.stripe.everything import bought_with_invoice

Contents = Mapping[Any, Any]


def contents(storage: InMemoryStorage, kinds: set[ObjectKind]) -> Contents:
    """Return the mirrored contents without their timestamps."""
    return {key: m.snapshot.comparable_fields() for key, m in storage.tables.mirror.items() if key[0] in kinds}


@pytest.mark.parametrize("begin", [at_stripe, at_lemonsqueezy])
async def test_reconciliation_alone_repairs_an_outage_of_ten_minutes(
    begin: Callable[[], tuple[Sandboxed, Happens]],
) -> None:
    under_test, meanwhile = begin()
    with closing(under_test):
        await assert_made_equal(under_test, meanwhile)


async def assert_made_equal(under_test: Sandboxed, meanwhile: Happens) -> None:
    play = Play(under_test=under_test)
    await play.deliver(bodies(under_test))
    await until_nothing_is_due(play, under_test)
    meanwhile()
    play.clock.moment = under_test.now
    reconcile = Reconcile(storage=play.storage, providers=play.providers, clock=play.clock, sleep=under_test.wait)
    [found] = await reconcile([under_test.provider.name])
    assert found.skipped is None
    assert found.differing[ObjectKind.SUBSCRIPTION] >= 2
    assert found.new[ObjectKind.SUBSCRIPTION] == 1
    await until_nothing_is_due(play, under_test)

    whole = InMemoryStorage()
    [from_nothing] = await replace(reconcile, storage=whole)([under_test.provider.name])
    assert from_nothing.skipped is None
    kinds = set(under_test.provider.listing.kinds) - {ObjectKind.PRODUCT, ObjectKind.PRICE, ObjectKind.CHARGE}
    expected = contents(whole, kinds)
    mirrored = contents(play.storage, kinds)
    assert {key: mirrored.get(key) for key in expected} == expected
    [after] = await reconcile([under_test.provider.name], dry_run=True)
    assert after.is_clean, after.samples


def bodies(under_test: Sandboxed) -> list[bytes]:
    """Return all bodies sent so far, oldest first."""
    latest = under_test.stage.sandbox.outbox.latest(10_000)
    return [delivery.message.body for delivery in latest[::-1]]


async def until_nothing_is_due(play: Play, under_test: Sandboxed) -> None:
    for _ in range(50):
        await under_test.wait(10)
        play.clock.moment = under_test.now
        if await play.ask() == 0:
            return
    raise AssertionError("there is always something to ask")


async def test_credit_note_that_no_webhook_reported_is_found() -> None:
    with closing(StripeInSandbox()) as under_test:
        invoice = bought_with_invoice(under_test.stage)
        play = Play(under_test=under_test)
        await play.deliver(bodies(under_test))
        await until_nothing_is_due(play, under_test)
        note = credit_notes.create(under_test.stage.account, invoice=invoice, amount=500)
        play.clock.moment = under_test.now
        reconcile = Reconcile(storage=play.storage, providers=play.providers, clock=play.clock, sleep=under_test.wait)
        [found] = await reconcile([under_test.provider.name])
    assert found.new[ObjectKind.CREDIT_NOTE] == 1
    [mirrored] = [m.snapshot for m in play.storage.tables.mirrored(ChargeSnapshot) if m.snapshot.ref.id == note["id"]]
    assert mirrored.refunded.amount == 500
