"""The view model of the Billing page, before it becomes HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Tone(StrEnum):
    """The tone of a status. Color only repeats a word."""

    GOOD = "good"
    CALM = "calm"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button that leads to a provider. `subscription`, `purchase`: "provider:id" of what it is about, or None.

    `key`: which button it is, in no language. `spoken`: what it is called for somebody who hears the buttons without
    what is around them.
    """

    key: str
    label: str
    spoken: str
    intent: str
    subscription: str | None = None
    purchase: str | None = None
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A subscription or a purchase. `id` is the same in every view of it, so that focus and changes can be followed.

    `via`: where it was bought, told to those who have bought at several places. `items`: what it consists of, where
    that is more than one thing.
    """

    id: str
    name: str
    status: str
    tone: Tone
    via: str | None
    price: str | None
    sentences: tuple[str, ...]
    actions: tuple[Action, ...]
    items: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """All of it in one breath."""
        return " ".join([f"{self.name}: {self.status}.", *self.sentences])


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page. `note`: what holds for all of it; `portal_text`: what is kept where `portal` leads to;
    `details`: straight to the page for the account's details.

    Long lists are shown in parts. `query`: which part this is, empty for the first; `more_subscriptions` and
    `more_purchases`: the query of the next part, None on the last one.
    """

    whom: str = field(repr=False)
    note: str | None
    subscriptions: tuple[Card, ...]
    purchases: tuple[Card, ...]
    ended: tuple[Card, ...]
    portal: Action | None
    portal_text: str | None
    details: Action | None
    pricing_url: str | None
    support_url: str | None
    query: str = ""
    more_subscriptions: str | None = None
    more_purchases: str | None = None

    @property
    def empty(self) -> bool:
        return not (self.query or self.subscriptions or self.purchases or self.ended)
