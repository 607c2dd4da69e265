"""Periodic tasks survive failures."""

from __future__ import annotations

import asyncio
import logging

import pytest

from application.execution.periodic_task import DEFAULT_INTERVAL, LONGEST_PAUSE, PeriodicTask, run_all
from application.ports.errors import StorageUnavailable


class Chore:
    """A task that fails while `error` is set and may have more to do."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.more = False
        self.done = 0
        self.thrice = asyncio.Event()
        self.pauses: list[float] = []

    async def __call__(self) -> bool:
        if self.error is not None:
            raise self.error
        self.done += 1
        if self.done == 3:
            self.thrice.set()
        return self.more

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)


async def test_task_pauses_unless_there_is_more_to_do() -> None:
    chore = Chore()
    recurring = PeriodicTask(what="a chore", do=chore, pause=7)
    assert await recurring.once() == 7
    chore.more = True
    assert await recurring.once() == 0


@pytest.mark.parametrize("error", [StorageUnavailable(), RuntimeError("a secret")])
async def test_task_continues_after_any_failure_with_growing_pauses(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    chore = Chore()
    chore.error = error
    recurring = PeriodicTask(what="a chore", do=chore)
    pauses = [await recurring.once() for _ in range(10)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (2 * DEFAULT_INTERVAL, LONGEST_PAUSE)
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 10
    assert "a secret" not in str([record.__dict__ for record in caplog.records])
    chore.error = None
    assert await recurring.once() == DEFAULT_INTERVAL


async def test_failure_never_shortens_the_pause() -> None:
    chore = Chore()
    chore.error = StorageUnavailable()
    assert await PeriodicTask(what="a chore", do=chore, pause=90).once() == 90


async def test_tasks_run_concurrently_until_all_are_cancelled() -> None:
    one, other = Chore(), Chore()
    together = asyncio.create_task(
        run_all([PeriodicTask(what="a chore", do=chore, sleep=chore.sleep) for chore in (one, other)])
    )
    await one.thrice.wait()
    await other.thrice.wait()
    together.cancel()
    with pytest.raises(asyncio.CancelledError):
        await together
    done = one.done, other.done
    for _ in range(10):
        await asyncio.sleep(0)
    assert (one.done, other.done) == done
    assert set(one.pauses) == {DEFAULT_INTERVAL}


async def test_cancelled_task_finishes_its_current_run() -> None:
    begun, may_finish, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slowly() -> bool:
        begun.set()
        await may_finish.wait()
        finished.set()
        return True

    together = asyncio.create_task(run_all([PeriodicTask(what="something slow", do=slowly)]))
    await begun.wait()
    together.cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not together.done()
    may_finish.set()
    with pytest.raises(asyncio.CancelledError):
        await together
    assert finished.is_set()


async def test_task_that_does_not_finish_in_time_is_cancelled() -> None:
    begun, broken_off = asyncio.Event(), asyncio.Event()

    async def for_ever() -> bool:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()
        return False

    together = asyncio.create_task(run_all([PeriodicTask(what="hanging", do=for_ever)], seconds_to_finish=0))
    await begun.wait()
    together.cancel()
    with pytest.raises(asyncio.CancelledError):
        await together
    assert broken_off.is_set()


async def test_task_that_cancels_itself_continues_and_a_cancelled_one_ends() -> None:
    chore = Chore()
    chore.error = asyncio.CancelledError()
    recurring = PeriodicTask(what="a chore", do=chore, sleep=chore.sleep)
    assert await recurring.once() > DEFAULT_INTERVAL
    chore.error = None
    running = asyncio.create_task(run_all([recurring], seconds_to_finish=0))
    await chore.thrice.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
