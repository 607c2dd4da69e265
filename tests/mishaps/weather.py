"""How things stand outside the processes: what providers do when they are called, and what the code cannot do yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from domain.provider import ProviderRef


class Mood(Enum):
    """What becomes of a call to a provider."""

    ANSWERS = auto()
    IS_DOWN = auto()
    REFUSES = auto()
    KNOWS_NOTHING = auto()
    LAGS = auto()
    """It answers, honestly dated, as things stood a while ago."""


@dataclass(slots=True)
class Weather:
    """`unreadable`: payloads that the code cannot read; `poisonous`: objects that it chokes on.

    `calls_left`: how many calls to the providers the mood lasts. `units_refused`: how many units of work the database
    still refuses to begin. `open_units`: how many are open at this moment, in all processes.
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
        """Providers and database are well, and a new version of the code can do what the old one could not."""
        self.calls_left = self.units_refused = 0
        self.unreadable.clear()
        self.poisonous.clear()
