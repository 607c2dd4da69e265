"""Planned faults from a seed, timed by the number of webhooks, since seconds are never the same twice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from chaos.processes.front import Side


class Kind(StrEnum):
    """The kinds of faults."""

    WEB_KILLED = "web killed"
    WORKER_KILLED = "worker killed"
    DATABASE_CRASHED = "database crashed"
    PROVIDERS_TROUBLED = "providers troubled"


AT_THE_DOOR = frozenset({Kind.WEB_KILLED, Kind.DATABASE_CRASHED})
"""While one of these lasts, webhooks are not received."""


class Trouble(StrEnum):
    """Temporary faults of the providers' APIs."""

    AWAY = "away"
    FAILING = "failing"
    RATE_LIMITED = "rate limited"
    SLOW = "slow"
    CUT = "connections cut"
    STALLED = "stalled"
    """They answer so late that nobody waits for it, which takes long."""


QUICK_TROUBLES = tuple(trouble for trouble in Trouble if trouble is not Trouble.STALLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault is injected `after` this many webhooks since the previous fault, and ends `lasts` webhooks later.

    `number` counts from 1. `which` selects among several of a kind, cyclically. `side` is the phase of the webhook in
    which it is injected.
    """

    kind: Kind
    after: int
    lasts: int
    number: int
    which: int
    side: Side
    trouble: Trouble

    def __str__(self) -> str:
        how = f": {self.trouble}" if self.kind is Kind.PROVIDERS_TROUBLED else ""
        return f"{self.number}, {self.kind}{how}"


def plan(
    seed: int, kinds: Sequence[Kind], *, apart: int, troubles: Sequence[Trouble] = tuple(Trouble)
) -> Iterator[Fault]:
    """Yield faults without an end. `apart` is the average number of webhooks between two faults."""
    chance = random.Random(f"{seed} faults")  # noqa: S311  # a plan, no secret
    numbers = count(1)
    while True:
        # Each kind occurs once before any occurs again, so that a short run covers all of them.
        for kind in chance.sample(kinds, len(kinds)):
            yield Fault(
                kind=kind,
                after=chance.randint(apart // 2, apart + apart // 2),
                lasts=chance.randint(3, max(3, apart // 2) if kind in AT_THE_DOOR else apart),
                number=next(numbers),
                which=chance.randrange(100),
                side=chance.choice(list(Side)),
                trouble=chance.choice(troubles),
            )
