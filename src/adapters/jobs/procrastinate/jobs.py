"""The arguments of a job: the key of a row, and none of its content."""

from __future__ import annotations

from datetime import datetime, timedelta

from procrastinate.jobs import Job
from procrastinate.utils import utcnow

from application.ports.job_runner import DueItems

RETRY, ASK = "customer-portal:retry", "customer-portal:ask"

DELIVERIES = "@deliveries"
"""The queue of retries. Each provider's asks have a queue of the provider's name, which has no such letter.

A queue's name is part of a channel's, which PostgreSQL wants to have 63 letters at most. That leaves 40, as many as a
provider's name may have.
"""


SOON = timedelta(minutes=1)
"""What is due later is left to the sweep: whoever looks for a job passes over all that are scheduled for later."""


def jobs_for(due: DueItems, now: datetime) -> list[Job]:
    """One for each row that is due soon.

    `now`: by the clock by which the rows are due, which need not be the database's.
    """
    retries = [
        _job(DELIVERIES, RETRY, due_at - now, provider=provider, key=key)
        for (provider, key), due_at in sorted(due.deliveries.items())
        if due_at <= now + SOON
    ]
    asks = [
        _job(ref.provider, ASK, due_at - now, provider=ref.provider, kind=kind.value, id=ref.id)
        for (kind, ref), due_at in sorted(due.objects.items())
        if due_at <= now + SOON
    ]
    return retries + asks


def _job(queue: str, task: str, after: timedelta, **row: str) -> Job:
    """Without a lock of the engine's: two of the same harm nobody, and the row knows best when it is due."""
    return Job(
        queue=queue,
        task_name=task,
        task_kwargs={**row},
        scheduled_at=utcnow() + after if after > timedelta() else None,
        lock=None,
        queueing_lock=None,
    )
