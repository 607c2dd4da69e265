"""Jobs that a worker took and did not finish, because it is dead."""

from __future__ import annotations

import asyncio

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from psycopg.errors import RaiseException

SECONDS_WITHOUT_A_HEARTBEAT = 30.0
_SECONDS_BETWEEN_LOOKS = 10.0


async def keep_dropping_stalled_jobs(manager: JobManager) -> None:
    """Until it is cancelled. Their rows are worked off by whoever finds them when their leases have run out."""
    while True:
        await drop_stalled_jobs(manager)
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)


async def drop_stalled_jobs(manager: JobManager, *, seconds: float = SECONDS_WITHOUT_A_HEARTBEAT) -> None:
    """`seconds`: how long a worker must have been silent to count as dead."""
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        try:
            await manager.finish_job(job, Status.FAILED, delete_job=True)
        except ConnectorException as error:
            if not isinstance(error.__cause__, RaiseException):
                raise
            # another process was first
    # One that was only thought dead must register anew, or its next jobs would be dropped as well.
    await manager.prune_stalled_workers(seconds)
