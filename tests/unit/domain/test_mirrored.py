"""The join: whatever the order of arrival, the same is kept."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.mirrored import Mirrored, Verdict, observe
from domain.stamp import Stamp
from domain.subscription import MILDEST_LAST, Status, SubscriptionSnapshot
from examples import after, fetched, known, pushed, told_item, told_subscription

stamps = st.builds(
    lambda a, b: Stamp(as_of=after(a), asked_at=after(a + b) if b is not None else None),
    st.integers(0, 8),
    st.none() | st.integers(0, 8),
)
snapshots = st.builds(
    told_subscription,
    stamp=stamps,
    status=st.sampled_from(Status),
    cancels_at=st.none() | st.just(after(60)),
    collection_paused=st.booleans(),
)


def hear(told: Sequence[SubscriptionSnapshot]) -> Mirrored[SubscriptionSnapshot]:
    mirrored: Mirrored[SubscriptionSnapshot] | None = None
    for snapshot in told:
        mirrored = observe(mirrored, snapshot, noticed_at=after(100)).mirrored
    assert mirrored is not None
    return mirrored


@given(st.lists(snapshots, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_any_order_with_any_duplicates_keeps_the_same(told: list[SubscriptionSnapshot], chance: random.Random) -> None:
    shuffled = [*told, *chance.choices(told, k=3)]
    chance.shuffle(shuffled)
    one, other = hear(told), hear(shuffled)
    assert one.snapshot == other.snapshot == max(told)
    assert one.counted == other.counted == any(s.counts for s in told)


def test_an_older_word_changes_nothing() -> None:
    newer = told_subscription(stamp=pushed(60), status=Status.ENDED)
    heard = observe(known(newer), told_subscription(stamp=pushed(0)), noticed_at=after(100))
    assert heard.verdict is Verdict.OLDER
    assert heard.mirrored.snapshot == newer


def test_a_repeated_word_is_no_contest() -> None:
    heard = observe(known(told_subscription()), told_subscription(), noticed_at=after(100))
    assert heard.verdict is Verdict.REPEATED
    assert heard.mirrored.contested_at is None


def test_of_one_moment_the_less_harmful_status_is_kept_until_the_provider_answers() -> None:
    for milder, harsher in zip(MILDEST_LAST[1:], MILDEST_LAST, strict=False):
        told = [told_subscription(status=milder), told_subscription(status=harsher)]
        assert hear(told).snapshot.status is hear(told[::-1]).snapshot.status is milder


def test_of_one_moment_no_cancellation_is_kept_rather_than_one() -> None:
    told = [told_subscription(cancels_at=after(60)), told_subscription()]
    assert hear(told).snapshot.cancels_at is hear(told[::-1]).snapshot.cancels_at is None


def test_no_status_is_final_but_by_its_stamp() -> None:
    ended = known(told_subscription(status=Status.ENDED))
    revived = observe(ended, told_subscription(stamp=pushed(60)), noticed_at=after(100))
    assert revived.mirrored.snapshot.status is Status.ACTIVE


def test_what_the_stamps_cannot_order_is_marked_as_contested() -> None:
    heard = observe(
        known(told_subscription()), told_subscription(stamp=pushed(2), collection_paused=True), noticed_at=after(100)
    )
    assert heard.verdict is Verdict.CONTESTED
    assert heard.mirrored.contested_at == after(100)
    assert heard.mirrored.snapshot.collection_paused


def test_what_came_earlier_but_too_close_is_contested_too() -> None:
    heard = observe(
        known(told_subscription(stamp=pushed(2))), told_subscription(status=Status.PAST_DUE), noticed_at=after(9)
    )
    assert heard.verdict is Verdict.CONTESTED
    assert heard.mirrored.snapshot.status is Status.ACTIVE


def contested(**facts: Any) -> Mirrored[SubscriptionSnapshot]:
    return known(told_subscription(**facts), contested_at=after(100))


def test_an_answer_asked_for_six_seconds_after_the_contest_settles_it() -> None:
    answer = told_subscription(stamp=fetched(106), status=Status.ENDED)
    settled = observe(contested(), answer, noticed_at=after(107)).mirrored
    assert settled.contested_at is None
    assert settled.snapshot == answer


def test_an_answer_asked_for_earlier_does_not_settle_it() -> None:
    early = observe(contested(), told_subscription(stamp=fetched(105.9)), noticed_at=after(107)).mirrored
    assert early.contested_at == after(100)


def test_a_push_never_settles_a_contest() -> None:
    later = observe(
        contested(), told_subscription(stamp=pushed(500), status=Status.ENDED), noticed_at=after(501)
    ).mirrored
    assert later.contested_at == after(100)


def test_an_answer_that_loses_to_a_differing_later_push_does_not_settle() -> None:
    ahead = contested(stamp=pushed(108))
    heard = observe(ahead, told_subscription(stamp=fetched(107), status=Status.ENDED), noticed_at=after(109))
    assert heard.verdict is Verdict.CONTESTED
    assert heard.mirrored.contested_at == after(109)


def test_an_answer_that_may_have_missed_what_happened_meanwhile_does_not_settle() -> None:
    ahead = contested(stamp=pushed(106))
    heard = observe(ahead, told_subscription(stamp=fetched(107), status=Status.ENDED), noticed_at=after(109))
    assert heard.verdict is Verdict.CONTESTED
    assert heard.mirrored.contested_at == after(109)


def test_a_late_answer_settles_also_where_the_moment_it_tells_of_is_the_same() -> None:
    answer = told_subscription(stamp=fetched(107, as_of=0), status=Status.ENDED)
    assert observe(contested(), answer, noticed_at=after(108)).mirrored == known(answer)


def test_a_clock_of_ours_that_is_slow_does_not_date_the_contest_before_what_was_said() -> None:
    heard = observe(
        known(told_subscription()), told_subscription(stamp=pushed(2), status=Status.ENDED), noticed_at=after(-60)
    )
    assert heard.mirrored.contested_at == after(2)


def test_that_it_once_counted_is_never_forgotten() -> None:
    later = observe(
        known(told_subscription()), told_subscription(stamp=pushed(60), status=Status.UNKNOWN), noticed_at=after(61)
    )
    assert later.mirrored.counted
    earlier = known(told_subscription(stamp=pushed(60), status=Status.UNKNOWN))
    assert observe(earlier, told_subscription(), noticed_at=after(61)).mirrored.counted


def test_what_was_bought_stays_what_was_first_told_whichever_comes_first() -> None:
    first, second = told_item(), told_item(stamp=pushed(60), product_id="another")
    for told in ((first, second), (second, first)):
        heard = observe(known(told[0]), told[1], noticed_at=after(61))
        assert heard.mirrored.snapshot == first
        assert heard.verdict is Verdict.CONTRADICTED
