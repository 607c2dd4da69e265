"""What can go wrong between a vendor and whoever listens to it, by switches."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Annotated, Literal

import msgspec

from payment_sandbox.storage import Storage

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""How often: 0 is never, 1 is always."""

Fault = Literal["duplicated", "delayed", "dropped", "shuffled", "slow", "rate_limited", "failing", "away"]


class Switches(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Off, unless said otherwise.

    Of deliveries: some are `duplicated`, `delayed` by up to `delay_seconds`, or `dropped` for good; `shuffled` ones
    overtake each other; `squeezed`: changes that are up to two seconds apart carry the same time.
    Of the API: some calls are `slow` by `slow_seconds`, `rate_limited` (429) or `failing` (500); `away`: all are (503).
    """

    duplicated: Share = 0
    delayed: Share = 0
    delay_seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 10
    dropped: Share = 0
    shuffled: bool = False
    squeezed: bool = False
    slow: Share = 0
    slow_seconds: Annotated[float, msgspec.Meta(ge=0, le=60)] = 2
    rate_limited: Share = 0
    failing: Share = 0
    away: bool = False


class Chaos:
    """The switches of one vendor. They are kept; chance starts anew from its seed with each start.

    Messages and calls have a chance of their own: how often somebody calls changes nothing for what is sent.
    `struck`: how often which trouble was made, since the start: of messages and of calls.
    """

    SHUFFLED_BY = timedelta(seconds=2)

    def __init__(self, storage: Storage, vendor: str, seed: str) -> None:
        self._storage = storage
        self._name = f"chaos {vendor}"
        self._of_messages = random.Random(f"{seed}:{vendor}")  # noqa: S311  # chance, not secrecy
        self._of_calls = random.Random(f"{seed}:{vendor}:calls")  # noqa: S311
        kept = storage.setting(self._name)
        self.struck: Counter[Fault] = Counter()
        self.switches = Switches() if kept is None else msgspec.convert(kept, Switches)

    def switch(self, switches: Switches) -> None:
        """From now on."""
        self.switches = switches
        self._storage.set(self._name, msgspec.to_builtins(switches))

    def strikes(self, trouble: Fault, share: float) -> bool:
        """Whether it is this call's turn."""
        return self._strikes(self._of_calls, trouble, share)

    def copies(self) -> int:
        """How often a message is sent: not at all, once or twice."""
        if self._strikes(self._of_messages, "dropped", self.switches.dropped):
            return 0
        return 2 if self._strikes(self._of_messages, "duplicated", self.switches.duplicated) else 1

    def held_back(self) -> timedelta:
        """How long a message waits before it is sent."""
        self.struck["shuffled"] += self.switches.shuffled
        most = self.SHUFFLED_BY.total_seconds() if self.switches.shuffled else 0.0
        if self._strikes(self._of_messages, "delayed", self.switches.delayed):
            most = max(most, self.switches.delay_seconds)
        return timedelta(seconds=self._of_messages.uniform(0, most)) if most else timedelta(0)

    def _strikes(self, chance: random.Random, trouble: Fault, share: float) -> bool:
        struck = share > 0 and chance.random() < share
        self.struck[trouble] += struck
        return struck
