"""Listed objects equal fetched objects, and all pages together are the complete list."""

from __future__ import annotations

from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import ProviderUpdate
from application.reconciliation.reconcile import Reconcile
from contracts.providers.playing import Play
from contracts.providers.under_test import ProviderUnderTest
from domain.mirror.snapshot import ObjectKind


async def listed(under_test: ProviderUnderTest, kind: ObjectKind) -> list[ListedObject]:
    found: list[ListedObject] = []
    cursor: str | None = None
    while True:
        page = await under_test.provider.listing.page(kind, cursor)
        assert page.fetched_at == under_test.now
        found += page.objects
        cursor = page.next_cursor
        if cursor is None:
            return found


async def test_listed_and_fetched_objects_are_equal(under_test: ProviderUnderTest) -> None:
    compared = 0
    for make in under_test.states.values():
        state = make()
        if state.kind not in under_test.provider.listing.kinds:
            continue
        asked = await under_test.provider.fetcher.fetch(state.kind, state.ref)
        assert isinstance(asked, ProviderUpdate)
        by_key = {told.key: told for told in asked.snapshots}
        told = {s.key: s for each in await listed(under_test, state.kind) for s in each.heard.snapshots}
        key = (state.kind, state.ref)
        if key in told and key in by_key:
            assert told[key].comparable_fields() == by_key[key].comparable_fields(), state.ref
            assert told[key].timestamp == by_key[key].timestamp
            compared += 1
    assert compared > 2


async def test_first_reconciliation_fetches_everything_and_the_second_finds_no_drift(
    under_test: ProviderUnderTest,
) -> None:
    states = [make() for make in under_test.states.values()]
    there = [
        (state.kind, state.ref)
        for state in states
        if state.kind is ObjectKind.SUBSCRIPTION
        and isinstance(await under_test.provider.fetcher.fetch(state.kind, state.ref), ProviderUpdate)
    ]
    play = Play(under_test=under_test)
    reconcile = Reconcile(storage=play.storage, providers=play.providers, clock=play.clock, sleep=under_test.wait)
    [first] = await reconcile([under_test.provider.name])
    assert first.skipped is None
    assert there
    assert play.storage.tables.mirror.keys() >= set(there)
    assert first.new[ObjectKind.SUBSCRIPTION] >= len(set(there))
    [dry] = await reconcile([under_test.provider.name], dry_run=True)
    assert dry.is_clean, dry.samples
