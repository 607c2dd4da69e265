"""Merging: any order of arrival gives the same mirror record."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.mirror.merge import MergeOutcome, MirrorRecord, merge
from domain.mirror.timestamp import ProviderTimestamp
from domain.subscription import TIE_BREAK_ORDER, SubscriptionSnapshot, SubscriptionStatus
from examples import after, fetched, known, pushed, told_item, told_subscription

stamps = st.builds(
    lambda a, b: ProviderTimestamp(as_of=after(a), fetched_at=after(a + b) if b is not None else None),
    st.integers(0, 8),
    st.none() | st.integers(0, 8),
)
snapshots = st.builds(
    told_subscription,
    timestamp=stamps,
    status=st.sampled_from(SubscriptionStatus),
    cancels_at=st.none() | st.just(after(60)),
    collection_paused=st.booleans(),
)


def hear(told: Sequence[SubscriptionSnapshot]) -> MirrorRecord[SubscriptionSnapshot]:
    mirrored: MirrorRecord[SubscriptionSnapshot] | None = None
    for snapshot in told:
        mirrored = merge(mirrored, snapshot, noticed_at=after(100)).mirrored
    assert mirrored is not None
    return mirrored


@given(st.lists(snapshots, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_merge_result_is_independent_of_order_and_duplicates(
    told: list[SubscriptionSnapshot], chance: random.Random
) -> None:
    shuffled = [*told, *chance.choices(told, k=3)]
    chance.shuffle(shuffled)
    one, other = hear(told), hear(shuffled)
    assert one.snapshot == other.snapshot == max(told)
    assert one.ever_counted == other.ever_counted == any(s.counts_as_purchase for s in told)


def test_stale_snapshot_changes_nothing() -> None:
    newer = told_subscription(timestamp=pushed(60), status=SubscriptionStatus.ENDED)
    heard = merge(known(newer), told_subscription(timestamp=pushed(0)), noticed_at=after(100))
    assert heard.outcome is MergeOutcome.STALE
    assert heard.mirrored.snapshot == newer


def test_repeated_snapshot_is_not_contested() -> None:
    heard = merge(known(told_subscription()), told_subscription(), noticed_at=after(100))
    assert heard.outcome is MergeOutcome.UNCHANGED
    assert heard.mirrored.contested_at is None


def test_equal_timestamps_prefer_the_less_harmful_status() -> None:
    for milder, harsher in zip(TIE_BREAK_ORDER[1:], TIE_BREAK_ORDER, strict=False):
        told = [told_subscription(status=milder), told_subscription(status=harsher)]
        assert hear(told).snapshot.status is hear(told[::-1]).snapshot.status is milder


def test_equal_timestamps_prefer_the_snapshot_without_a_cancellation() -> None:
    told = [told_subscription(cancels_at=after(60)), told_subscription()]
    assert hear(told).snapshot.cancels_at is hear(told[::-1]).snapshot.cancels_at is None


def test_later_snapshot_can_revive_an_ended_subscription() -> None:
    ended = known(told_subscription(status=SubscriptionStatus.ENDED))
    revived = merge(ended, told_subscription(timestamp=pushed(60)), noticed_at=after(100))
    assert revived.mirrored.snapshot.status is SubscriptionStatus.ACTIVE


def test_snapshots_too_close_to_order_are_contested() -> None:
    heard = merge(
        known(told_subscription()),
        told_subscription(timestamp=pushed(2), collection_paused=True),
        noticed_at=after(100),
    )
    assert heard.outcome is MergeOutcome.CONTESTED
    assert heard.mirrored.contested_at == after(100)
    assert heard.mirrored.snapshot.collection_paused


def test_earlier_snapshot_too_close_to_order_is_contested() -> None:
    heard = merge(
        known(told_subscription(timestamp=pushed(2))),
        told_subscription(status=SubscriptionStatus.PAST_DUE),
        noticed_at=after(9),
    )
    assert heard.outcome is MergeOutcome.CONTESTED
    assert heard.mirrored.snapshot.status is SubscriptionStatus.ACTIVE


def contested(**facts: Any) -> MirrorRecord[SubscriptionSnapshot]:
    return known(told_subscription(**facts), contested_at=after(100))


def test_fetch_six_seconds_after_the_contest_settles_it() -> None:
    answer = told_subscription(timestamp=fetched(106), status=SubscriptionStatus.ENDED)
    settled = merge(contested(), answer, noticed_at=after(107)).mirrored
    assert settled.contested_at is None
    assert settled.snapshot == answer


def test_fetch_less_than_six_seconds_after_the_contest_does_not_settle_it() -> None:
    early = merge(contested(), told_subscription(timestamp=fetched(105.9)), noticed_at=after(107)).mirrored
    assert early.contested_at == after(100)


def test_push_never_settles_a_contest() -> None:
    later = merge(
        contested(), told_subscription(timestamp=pushed(500), status=SubscriptionStatus.ENDED), noticed_at=after(501)
    ).mirrored
    assert later.contested_at == after(100)


def test_fetch_that_loses_to_a_later_differing_push_does_not_settle_the_contest() -> None:
    ahead = contested(timestamp=pushed(108))
    heard = merge(
        ahead, told_subscription(timestamp=fetched(107), status=SubscriptionStatus.ENDED), noticed_at=after(109)
    )
    assert heard.outcome is MergeOutcome.CONTESTED
    assert heard.mirrored.contested_at == after(109)


def test_fetch_that_may_have_missed_a_concurrent_change_does_not_settle_the_contest() -> None:
    ahead = contested(timestamp=pushed(106))
    heard = merge(
        ahead, told_subscription(timestamp=fetched(107), status=SubscriptionStatus.ENDED), noticed_at=after(109)
    )
    assert heard.outcome is MergeOutcome.CONTESTED
    assert heard.mirrored.contested_at == after(109)


def test_late_fetch_settles_a_contest_even_with_an_equal_as_of() -> None:
    answer = told_subscription(timestamp=fetched(107, as_of=0), status=SubscriptionStatus.ENDED)
    assert merge(contested(), answer, noticed_at=after(108)).mirrored == known(answer)


def test_slow_local_clock_does_not_date_a_contest_before_its_snapshots() -> None:
    heard = merge(
        known(told_subscription()),
        told_subscription(timestamp=pushed(2), status=SubscriptionStatus.ENDED),
        noticed_at=after(-60),
    )
    assert heard.mirrored.contested_at == after(2)


def test_merge_never_forgets_that_a_subscription_once_counted() -> None:
    later = merge(
        known(told_subscription()),
        told_subscription(timestamp=pushed(60), status=SubscriptionStatus.UNKNOWN),
        noticed_at=after(61),
    )
    assert later.mirrored.ever_counted
    earlier = known(told_subscription(timestamp=pushed(60), status=SubscriptionStatus.UNKNOWN))
    assert merge(earlier, told_subscription(), noticed_at=after(61)).mirrored.ever_counted


def test_immutable_object_keeps_its_first_snapshot_in_any_order() -> None:
    first, second = told_item(), told_item(timestamp=pushed(60), product_id="another")
    for told in ((first, second), (second, first)):
        heard = merge(known(told[0]), told[1], noticed_at=after(61))
        assert heard.mirrored.snapshot == first
        assert heard.outcome is MergeOutcome.IMMUTABLE_CONFLICT
