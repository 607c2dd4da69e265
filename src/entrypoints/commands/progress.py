"""What somebody sees who watches a long command in a terminal: one line, written over and over."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from application.drift import Drift

_TO_THE_END_OF_THE_LINE = "\x1b[K"


class Progress:
    """`shown`: not into a file or a pipe, where only the outcome is of use."""

    def __init__(self, out: TextIO, *, shown: bool) -> None:
        self._out = out
        self._shown = shown
        self._told: dict[str, Drift] = {}
        self._begun = False

    @property
    def so_far(self) -> list[Drift]:
        """What was last told of each provider."""
        return [self._told[name] for name in sorted(self._told)]

    def watch(self, drift: Drift) -> None:
        """After each page."""
        self._told[drift.provider] = drift
        if self._shown:
            self._begun = True
            line = "; ".join(_of_one(each) for each in self.so_far)
            width = shutil.get_terminal_size().columns
            self._out.write(f"\r{line[: width - 1]}{_TO_THE_END_OF_THE_LINE}")
            self._out.flush()

    def end(self) -> None:
        """What comes next begins on a line of its own."""
        if self._begun:
            self._begun = False
            self._out.write("\n")
            self._out.flush()


def _of_one(drift: Drift) -> str:
    going_on = "going on, " if drift.resumed else ""
    return f"{drift.provider}: {going_on}{drift.at}, {drift.seen.total():,} compared, {drift.total:,} differ"
