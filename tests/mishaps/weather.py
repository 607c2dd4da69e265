"""Conditions outside the processes: failures of providers, and limits of the deployed code."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from domain.provider import ProviderRef


class Mood(Enum):
    """The outcome of calls to a provider."""

    ANSWERS = auto()
    IS_DOWN = auto()
    REFUSES = auto()
    KNOWS_NOTHING = auto()
    LAGS = auto()
    """It answers, honestly dated, as things stood a while ago."""


@dataclass(slots=True)
class Weather:
    """`unreadable` holds payloads that the code cannot decode, and `poisonous` objects that it fails on.

    `calls_left` is the number of provider calls for which the mood lasts. `units_refused` is the number of units of
    work that the database still refuses to begin. `open_units` counts those open at the moment, in all processes.
    """

    mood: Mood = Mood.ANSWERS
    calls_left: int = 0
    units_refused: int = 0
    unreadable: set[str] = field(default_factory=set)
    poisonous: set[ProviderRef] = field(default_factory=set)
    open_units: int = 0

    def at_this_call(self) -> Mood:
        if not self.calls_left:
            return Mood.ANSWERS
        self.calls_left -= 1
        return self.mood

    def refuses_this_unit(self) -> bool:
        refused = self.units_refused > 0
        self.units_refused -= refused
        return refused

    def clears(self) -> None:
        """Restore providers and database, and deploy code that can do everything the old code could not."""
        self.calls_left = self.units_refused = 0
        self.unreadable.clear()
        self.poisonous.clear()
