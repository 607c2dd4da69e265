"""Everything that can happen to the service, in any order: hypothesis chooses, and shrinks a failure to its shortest
form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from application.ingestion.delivery_lifecycle import MAX_ATTEMPTS
from application.ports.storage.inbox import DeliveryStatus
from examples import ALPHA, BETA
from mishaps.picture import picture_of
from mishaps.process import ALL, Process
from mishaps.rest import check_rest, come_to_rest
from mishaps.scene import Scene
from mishaps.storage import Gate, GatedMemory, GatedStorage
from mishaps.weather import Mood
from mishaps.witness import KINDS
from mishaps.works import Work
from properties.lives import Histories, accounts, purchases, subscriptions

MOST_AT_WORK = 4
which = st.integers(0, 99)
few, some = st.integers(0, 5), st.sampled_from([1, 1, 2, 3, 4])
leases = st.sampled_from([0.0, 61.0, 301.0, 301.0])
providers = st.sampled_from([ALPHA, BETA])
works = st.sampled_from([*Work, *[Work.DELIVER] * 5, *[Work.RETRY, Work.ASK] * 2])
waits = st.sampled_from([0.0, 0.3, 2.0, 8.0, 20.0, 70.0, 301.0, 90_000.0])
T = TypeVar("T")


@st.composite
def small_worlds(draw: st.DrawFn) -> Histories:
    """Draw a few objects, so that much happens to each of them."""
    histories: Histories = draw(subscriptions("sub-1", draw(providers)))
    for make, name in ((subscriptions, "sub-2"), (purchases, "order-1"), (accounts, "ada")):
        if draw(st.booleans()):
            histories |= draw(make(name, draw(providers)))
    return histories


class Mishaps(RuleBasedStateMachine):
    """Several concurrent processes; the invariants are checked after every step and every commit."""

    scene: Scene

    def __init__(self, keep: Callable[[Gate], GatedStorage] = lambda gate: GatedMemory(gate=gate)) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.keep = keep
        self.begun = self.intact = False
        self.rest_is_lost = False

    @initialize(histories=small_worlds(), ahead=st.sampled_from([0, 0, 2, -2, 30]), rest_is_lost=st.booleans())
    def begins(self, histories: Histories, ahead: int, *, rest_is_lost: bool) -> None:
        self.scene = Scene(histories, ahead=timedelta(seconds=ahead), keep=self.keep)
        self.rest_is_lost = rest_is_lost
        self.begun = self.intact = True

    @rule(seconds=waits)
    def time_passes(self, seconds: float) -> None:
        self.scene.clock.advance(timedelta(seconds=seconds))

    @rule(work=works, number=which, seconds=waits)
    def somebody_works(self, work: Work, number: int, seconds: float) -> None:
        """Run a process from start to end, without interleaving."""
        self.time_passes(seconds)
        self.run(self.scene.begin(work, number, steps=ALL))

    @precondition(lambda self: len(self.scene.processes) < MOST_AT_WORK)
    @rule(work=works, number=which, steps=few)
    def somebody_begins(self, work: Work, number: int, steps: int) -> None:
        self.run(self.scene.begin(work, number, steps=steps))

    @rule(work=works, rival=works, number=which, steps=few, seconds=waits)
    def somebody_is_overtaken(self, work: Work, rival: Work, number: int, steps: int, seconds: float) -> None:
        slow = self.run(self.scene.begin(work, number, steps=steps))
        self.time_passes(seconds)
        self.run(self.scene.begin(rival, number, steps=ALL))
        self.run(self.scene.go_on(slow, steps=ALL))

    @precondition(lambda self: self.scene.processes)
    @rule(number=which, steps=st.sampled_from([1, 2, 3, ALL]))
    def somebody_goes_on(self, number: int, steps: int) -> None:
        self.run(self.scene.go_on(self.process(number), steps=steps))

    @precondition(lambda self: self.scene.processes)
    @rule(number=which, before_a_commit=st.booleans())
    def somebody_is_killed(self, number: int, *, before_a_commit: bool) -> None:
        self.run(self.scene.kill(self.process(number), before_a_commit=before_a_commit))

    @precondition(lambda self: self.scene.witness.is_any(DeliveryStatus.FAILED))
    @rule(steps=st.sampled_from([1, 2, ALL]))
    def a_delivery_is_tried_for_days(self, steps: int) -> None:
        """Try a delivery for days; the process may be killed each time."""
        for number in range(MAX_ATTEMPTS):
            self.time_passes(86_400 * 1.2)
            process = self.run(self.scene.begin(Work.RETRY, number, steps=steps))
            if not process.over:
                self.run(self.scene.kill(process, before_a_commit=False))

    @precondition(lambda self: self.scene.witness.is_any(DeliveryStatus.FAILED))
    @rule(number=which, first=some, second=some, seconds=leases, learns=st.booleans())
    def a_delivery_is_tried_by_two(self, number: int, first: int, second: int, seconds: float, *, learns: bool) -> None:
        """Let two processes try one delivery. With `learns`, the code has become able to apply it."""
        if learns:
            self.another_version_of_the_code_is_deployed(set(), set())
        self.time_passes(86_400 * 1.2)
        slow = self.run(self.scene.begin(Work.RETRY, number, steps=first))
        self.time_passes(seconds)
        self.run(self.scene.begin(Work.RETRY, number, steps=second))
        self.run(self.scene.go_on(slow, steps=ALL))

    @precondition(lambda self: self.scene.witness.kept.mirror)
    @rule(provider=which, first=some, second=some, seconds=leases, answers=st.booleans())
    def an_object_is_asked_for_again_while_it_is_asked_about(
        self, provider: int, first: int, second: int, seconds: float, *, answers: bool
    ) -> None:
        self.run(self.scene.begin(Work.REFRESH, 0, steps=ALL))
        self.providers_or_the_database_fail(Mood.IS_DOWN, times=not answers)
        slow = self.run(self.scene.begin(Work.ASK, provider, steps=first))
        self.time_passes(seconds)
        self.run(self.scene.begin(Work.REFRESH, 0, steps=ALL))
        self.run(self.scene.begin(Work.ASK, provider, steps=second))
        self.run(self.scene.go_on(slow, steps=ALL))

    @rule(provider=which, steps=st.integers(1, 20), seconds=leases, killed=st.booleans())
    def a_comparison_is_interrupted(self, provider: int, steps: int, seconds: float, *, killed: bool) -> None:
        slow = self.run(self.scene.begin(Work.RECONCILE, provider, steps=steps))
        if killed and not slow.over:
            self.run(self.scene.kill(slow, before_a_commit=False))
        self.time_passes(seconds)
        self.run(self.scene.begin(Work.RECONCILE, provider, steps=ALL))
        self.run(self.scene.go_on(slow, steps=ALL))

    @precondition(lambda self: self.scene.witness.kept.mirror)
    @rule(provider=which, knows=st.booleans())
    def a_dry_run_changes_nothing(self, provider: int, *, knows: bool) -> None:
        """Check that a dry run changes nothing. `knows` is whether the provider lists anything."""
        before = self.run(picture_of(self.scene.storage))
        self.providers_or_the_database_fail(Mood.KNOWS_NOTHING, times=0 if knows else len(KINDS))
        self.run(self.scene.begin(Work.DRY_RUN, provider, steps=ALL))
        assert self.run(picture_of(self.scene.storage)) == before

    @rule(mood=st.sampled_from([None, *Mood]), times=st.sampled_from([1, 3, 9]))
    def providers_or_the_database_fail(self, mood: Mood | None, times: int) -> None:
        """Let providers fail in this `mood`, or the database if it is None."""
        weather = self.scene.weather
        if mood is None:
            weather.units_refused = times
        else:
            weather.mood, weather.calls_left = mood, times

    @rule(unreadable=st.sets(which, max_size=5), poisonous=st.sets(which, max_size=2))
    def another_version_of_the_code_is_deployed(self, unreadable: set[int], poisonous: set[int]) -> None:
        """Deploy code that cannot decode some deliveries or apply some objects, but can handle those that failed
        before.
        """
        sent, objects = [event.payload for _, event in self.scene.happened], sorted(self.scene.world.histories)
        self.scene.weather.unreadable = {sent[number % len(sent)] for number in unreadable}
        self.scene.weather.poisonous = {objects[number % len(objects)][1] for number in poisonous}

    @invariant()
    def what_was_answered_for_is_kept(self) -> None:
        assert self.scene.works.accepted <= self.scene.witness.kept.inbox.keys()

    @invariant()
    def nothing_is_kept_without_a_commit(self) -> None:
        assert self.run(picture_of(self.scene.storage)) == self.scene.witness.kept

    def teardown(self) -> None:
        """Check that everything converges in the end."""
        with self.runner:
            try:
                if self.intact:
                    self.run(come_to_rest(self.scene, rest_is_lost=self.rest_is_lost))
                    self.run(check_rest(self.scene))
            finally:
                if self.begun:
                    self.runner.run(self.scene.end())

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        self.intact = False
        done = self.runner.run(doing)
        self.intact = True
        return done

    def process(self, number: int) -> Process:
        return self.scene.processes[number % len(self.scene.processes)]
