"""Faults occur by setting, and the same way each time."""

from __future__ import annotations

from contextlib import closing

import pytest

from payment_sandbox.faults import Chaos, Switches
from payment_sandbox.storage import Storage
from sandbox.core.stage import Stage


async def test_messages_without_faults_are_sent_once_and_in_order(stage: Stage) -> None:
    for id_ in "abc":
        stage.vendor.tell(id_)
    assert await stage.courier.send_due() == 3
    assert [request.content for request in stage.received] == [b'{"id":"a"}', b'{"id":"b"}', b'{"id":"c"}']


async def test_duplicates_are_sent_twice(stage: Stage) -> None:
    stage.switch(Switches(duplicated=1))
    stage.vendor.tell("one")
    assert await stage.courier.send_due() == 2


async def test_dropped_message_never_arrives_and_is_marked(stage: Stage) -> None:
    stage.switch(Switches(dropped=1))
    stage.vendor.tell("one")
    assert await stage.sent_after(86_400) == 0
    assert (stage.outcomes(), stage.sandbox.outbox.waiting()) == (["dropped"], 0)


async def test_delayed_message_arrives_within_its_time(stage: Stage) -> None:
    stage.switch(Switches(delayed=1, delay_seconds=100))
    stage.vendor.tell("one")
    assert await stage.courier.send_due() == 0
    assert stage.sandbox.outbox.waiting() == 1
    assert await stage.sent_after(100) == 1


async def test_shuffled_messages_overtake_each_other(stage: Stage) -> None:
    stage.switch(Switches(shuffled=True))
    told = [f"{number:02}" for number in range(20)]
    for id_ in told:
        stage.vendor.tell(id_)
    await stage.sent_after(Chaos.SHUFFLED_BY.total_seconds())
    arrived = [request.content[7:9].decode() for request in stage.received]
    assert sorted(arrived) == told
    assert arrived != told


def test_same_seed_gives_the_same_faults() -> None:
    def struck(seed: str) -> list[bool]:
        with closing(Storage()) as storage:
            chaos = Chaos(storage, "vendor", seed)
            return [chaos.strikes("slow", 0.5) for _ in range(100)]

    assert struck("one") == struck("one") != struck("other")
    assert 30 < sum(struck("one")) < 70


@pytest.mark.parametrize("calls", [0, 1, 7])
def test_faults_of_messages_do_not_depend_on_calls(calls: int) -> None:
    def sent(calls: int) -> list[int]:
        with closing(Storage()) as storage:
            chaos = Chaos(storage, "vendor", "seed")
            chaos.switch(Switches(dropped=0.3, duplicated=0.3))
            copies = []
            for _ in range(50):
                copies.append(chaos.copies())
                [chaos.strikes("slow", 0.5) for _ in range(calls)]
            return copies

    assert sent(calls) == sent(0)


@pytest.mark.parametrize(("share", "strikes"), [(0, False), (1, True)])
def test_zero_and_one_are_not_random(storage: Storage, share: float, *, strikes: bool) -> None:
    chaos = Chaos(storage, "vendor", "seed")
    assert {chaos.strikes("slow", share) for _ in range(1000)} == {strikes}


async def test_injected_faults_are_counted(stage: Stage) -> None:
    stage.switch(Switches(duplicated=1, delayed=1, shuffled=True))
    stage.vendor.tell("one")
    stage.switch(Switches(dropped=1))
    stage.vendor.tell("other")
    struck = stage.sandbox.chaos["parcel"].struck
    assert +struck == {"duplicated": 1, "delayed": 2, "shuffled": 2, "dropped": 1}
