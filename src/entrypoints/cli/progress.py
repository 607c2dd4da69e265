"""The progress of a long command: one line in a terminal, rewritten in place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from application.reconciliation.drift import Drift

_TO_THE_END_OF_THE_LINE = "\x1b[K"
_USUAL_WIDTH = 80


class Progress:
    """`shown`: not into a file or a pipe, where only the outcome is of use."""

    def __init__(self, out: TextIO, *, shown: bool) -> None:
        self._out = out
        self._shown = shown
        self._told: dict[str, Drift] = {}
        self._begun = False

    @property
    def so_far(self) -> list[Drift]:
        """Return the latest progress of each provider."""
        return [self._told[name] for name in sorted(self._told)]

    def watch(self, drift: Drift) -> None:
        """After each page."""
        is_first = drift.provider not in self._told
        self._told[drift.provider] = drift
        if not self._shown:
            return
        if is_first and drift.resumed:
            self.end()
            self._out.write(f"{drift.provider}: resuming the interrupted run\n")
        line = ", ".join(f"{d.provider} {d.seen.total():,} ({d.total:,} differ)" for d in self.so_far)
        self._out.write(f"\r{f'compared: {line}'[: _width(self._out) - 1]}{_TO_THE_END_OF_THE_LINE}")
        self._out.flush()
        self._begun = True

    def end(self) -> None:
        """End the line, so that further output begins on a new one."""
        if self._begun:
            self._begun = False
            self._out.write("\n")
            self._out.flush()


def _width(out: TextIO) -> int:
    """Return the width of the terminal; some terminals do not report it."""
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return columns or _USUAL_WIDTH
