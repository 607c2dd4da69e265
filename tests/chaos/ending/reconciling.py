"""Reconciliation, as an operator starts it."""

from __future__ import annotations

import json
from typing import Any

from chaos.stage import Stage

_SECONDS = 1_800.0


class NotThrough(Exception):
    """The run did not complete."""


async def reconcile(stage: Stage) -> int:
    """Reconcile every provider and return the number of differing objects.

    Raises: NotThrough
    """
    status, printed = await stage.run("reconcile", "reconcile", "--json").ended(within=_SECONDS)
    told: Any = json.loads(printed) if printed else {"status": f"ended with {status}"}
    if told["status"] not in ("equal", "drift"):
        raise NotThrough(told["status"])
    counts = [kind for provider in told["providers"] for kind in provider["kinds"]]
    return sum(each[what] or 0 for each in counts for what in ("new", "differing", "absent"))
