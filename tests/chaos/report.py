"""The results of a run, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chaos.ending.sent import Sent


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """`mended` is the number of repaired rows, and `hit` the number of rows affected by lost webhooks. `differed` is
    the number of differences before.
    """

    mended: int
    hit: int
    differed: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """`faults`, `troubles`, `rows` and `inbox` are counted by kind. `differences` describes everything that differs
    in the end.

    `reconciled` is None if nothing was lost and no reconciliation ran.
    """

    seed: int
    database: str
    customers: int
    days: int
    deeds: int
    seconds: float
    log: str
    sent: Sent
    faults: Mapping[str, int]
    troubles: Mapping[str, int]
    inbox: Mapping[str, int]
    rows: Mapping[str, int]
    differences: list[str]
    reconciled: Reconciled | None = None

    def __str__(self) -> str:
        sent = self.sent
        lines = [
            f"seed {self.seed}: {self.customers} customers, {self.days} days, {self.deeds} deeds on {self.database}, "
            f"in {self.seconds:.0f} seconds",
            f"webhooks   {sent.messages} told, {sent.thin} thin, {sent.attempts} sent: {sent.duplicates} duplicates, "
            f"{sent.overtaken} overtaken, {sent.dropped} dropped, {sent.refused} refused, "
            f"{sent.unanswered} unanswered, {sent.given_up} given up",
            f"faults     {_counts(self.faults)}",
            f"API calls  {_counts(self.troubles)}",
            f"inbox      {_counts(self.inbox)}",
            f"compared   {_counts(self.rows)}",
        ]
        if (done := self.reconciled) is not None:
            said = f"{done.mended} rows mended, {done.hit} hit by losses; before, {done.differed} differences"
            lines.append(f"reconciled {said}")
        verdict = f"{len(self.differences)} DIFFER" if self.differences else "equal"
        return "\n".join([*lines, *(f"  {each}" for each in self.differences[:50]), f"{verdict}; log: {self.log}"])


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "none"
