"""A pushed and a fetched object agree on the same state."""

from __future__ import annotations

from datetime import datetime

from application.ports.provider.fetching import NotFound
from application.ports.provider.updates import ProviderUpdate
from contracts.providers.under_test import ProviderUnderTest
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.provider import ProviderRef


async def test_fetched_object_differs_from_a_pushed_one_only_in_its_timestamp(under_test: ProviderUnderTest) -> None:
    compared = 0
    for name in under_test.states:
        state = under_test.states[name]()
        pushed = under_test.provider.webhooks.decode({}, state.pushed).decoded
        asked = await under_test.provider.fetcher.fetch(state.kind, state.ref)
        assert isinstance(pushed, ProviderUpdate), name
        assert isinstance(asked, ProviderUpdate), name
        by_key = {told.key: told for told in asked.snapshots}
        if (state.kind, state.ref) in {(wanted.kind, wanted.ref) for wanted in pushed.fetch_requests}:
            continue  # the event is incomplete, and therefore queues a fetch of its own object
        of_itself = [told for told in pushed.snapshots if told.ref == state.ref and told.key in by_key]
        assert [told.comparable_fields() for told in of_itself] == [
            by_key[told.key].comparable_fields() for told in of_itself
        ], name
        compared += len(of_itself)
    assert compared > len(under_test.states) / 2


async def test_push_is_dated_by_its_event_and_a_fetch_by_its_start(
    under_test: ProviderUnderTest,
) -> None:
    seen: list[tuple[Snapshot, Snapshot, datetime]] = []
    for name in under_test.states:
        state = under_test.states[name]()
        pushed = under_test.provider.webhooks.decode({}, state.pushed).decoded
        asked = await under_test.provider.fetcher.fetch(state.kind, state.ref)
        if (
            isinstance(pushed, ProviderUpdate)
            and isinstance(asked, ProviderUpdate)
            and pushed.snapshots
            and asked.snapshots
        ):
            seen.append((pushed.snapshots[0], asked.snapshots[0], under_test.now))
    assert seen
    assert all(pushed.timestamp.fetched_at is None for pushed, _, _ in seen)
    assert all(asked.timestamp.fetched_at == now for _, asked, now in seen)


async def test_unknown_object_is_not_found(under_test: ProviderUnderTest) -> None:
    for kind in ObjectKind:
        ref = ProviderRef(provider=under_test.provider.name, id="unheard_of")
        answers: list[ProviderUpdate | NotFound] = (
            [NotFound(), ProviderUpdate()] if kind is ObjectKind.ARREARS else [NotFound()]
        )
        assert await under_test.provider.fetcher.fetch(kind, ref) in answers, kind


async def test_seller_id_of_a_key_is_stable(under_test: ProviderUnderTest) -> None:
    identity = await under_test.provider.fetcher.seller_id()
    assert identity
    assert await under_test.provider.fetcher.seller_id() == identity
