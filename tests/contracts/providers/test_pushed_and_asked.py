"""What is pushed and what is asked for say the same of the same state."""

from __future__ import annotations

from datetime import datetime

from application.ports.provider.fetching import Gone
from application.ports.provider.updates import Heard
from contracts.providers.under_test import ProviderUnderTest
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.provider import ProviderRef


async def test_an_answer_to_a_question_differs_from_a_push_in_its_stamp_alone(under_test: ProviderUnderTest) -> None:
    compared = 0
    for name in under_test.states:
        state = under_test.states[name]()
        pushed = under_test.provider.webhooks.read({}, state.pushed).reading
        asked = await under_test.provider.snapshots.ask(state.kind, state.ref)
        assert isinstance(pushed, Heard), name
        assert isinstance(asked, Heard), name
        by_key = {told.key: told for told in asked.snapshots}
        if (state.kind, state.ref) in {(wanted.kind, wanted.ref) for wanted in pushed.wanted}:
            continue  # the push leaves something out, and says so by having its own object fetched
        of_itself = [told for told in pushed.snapshots if told.ref == state.ref and told.key in by_key]
        assert [told.comparable_fields() for told in of_itself] == [
            by_key[told.key].comparable_fields() for told in of_itself
        ], name
        compared += len(of_itself)
    assert compared > len(under_test.states) / 2


async def test_a_push_is_stamped_by_its_event_and_an_answer_by_when_it_was_asked_for(
    under_test: ProviderUnderTest,
) -> None:
    seen: list[tuple[Snapshot, Snapshot, datetime]] = []
    for name in under_test.states:
        state = under_test.states[name]()
        pushed = under_test.provider.webhooks.read({}, state.pushed).reading
        asked = await under_test.provider.snapshots.ask(state.kind, state.ref)
        if isinstance(pushed, Heard) and isinstance(asked, Heard) and pushed.snapshots and asked.snapshots:
            seen.append((pushed.snapshots[0], asked.snapshots[0], under_test.now))
    assert seen
    assert all(pushed.timestamp.fetched_at is None for pushed, _, _ in seen)
    assert all(asked.timestamp.fetched_at == now for _, asked, now in seen)


async def test_what_the_provider_does_not_know_is_gone_and_nothing_more(under_test: ProviderUnderTest) -> None:
    for kind in ObjectKind:
        ref = ProviderRef(provider=under_test.provider.name, id="unheard_of")
        answers: list[Heard | Gone] = [Gone(), Heard()] if kind is ObjectKind.ARREARS else [Gone()]
        assert await under_test.provider.snapshots.ask(kind, ref) in answers, kind


async def test_a_key_has_an_identity_that_stays(under_test: ProviderUnderTest) -> None:
    identity = await under_test.provider.snapshots.identity()
    assert identity
    assert await under_test.provider.snapshots.identity() == identity
