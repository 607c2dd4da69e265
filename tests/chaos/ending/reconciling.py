"""Reconciliation, as an operator starts it."""

from __future__ import annotations

import json
from typing import Any

from chaos.stage import Stage

_SECONDS = 1_800.0


class NotThrough(Exception):
    """It did not come to its end."""


async def reconcile(stage: Stage) -> int:
    """With every provider; answers how many objects differed.

    Raises:
        NotThrough
    """
    status, printed = await stage.run("reconcile", "reconcile", "--json").ended(within=_SECONDS)
    told: Any = json.loads(printed) if printed else {"status": f"ended with {status}"}
    if told["status"] not in ("equal", "drift"):
        raise NotThrough(told["status"])
    counts = [kind for provider in told["providers"] for kind in provider["kinds"]]
    return sum(each[what] or 0 for each in counts for what in ("new", "differing", "absent"))
