"""Batch sizes and pauses of the polling runner."""

from __future__ import annotations

from typing import Any

from adapters.jobs.polling import AT_ONCE, SECONDS_BETWEEN_CHORES, PollingRunner
from application.execution.periodic_task import DEFAULT_INTERVAL
from application.ports.job_runner import BackgroundJobs
from examples import ALPHA, BETA


class Waiting:
    """Processes a fixed number of due items."""

    def __init__(self, due: int) -> None:
        self.due = due

    async def __call__(self, *, limit: int = 10, only: Any = None) -> int:
        assert only is None
        taken = min(self.due, limit)
        self.due -= taken
        return taken


async def test_runner_does_not_pause_while_there_may_be_more_due_items() -> None:
    poll = PollingRunner(
        work=BackgroundJobs(retry_deliveries=Waiting(AT_ONCE + 1), ask={ALPHA: Waiting(1), BETA: Waiting(AT_ONCE)})
    )
    retries, alpha, beta = poll.rounds()
    assert [await retries.once(), await retries.once()] == [0, DEFAULT_INTERVAL]
    assert [await alpha.once()] == [DEFAULT_INTERVAL]
    assert [await beta.once(), await beta.once()] == [0, DEFAULT_INTERVAL]


async def test_periodic_tasks_run_once_a_minute() -> None:
    done = []

    async def sweep() -> None:
        done.append("swept")

    poll = PollingRunner(work=BackgroundJobs(retry_deliveries=Waiting(0), ask={}, chores={"sweeping": sweep}))
    [_, chore] = poll.rounds()
    assert await chore.once() == SECONDS_BETWEEN_CHORES == 60
    assert done == ["swept"]
