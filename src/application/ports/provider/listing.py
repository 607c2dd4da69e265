"""Going through everything a provider has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedObject:
    """One object of a list. `worth_mirroring`: whether it is worth keeping where nothing is known of it yet.

    Much of what is listed is never pushed either: a charge that stayed as it was, a checkout that nobody went through.

    `counts_as_drift`: whether it was missed if nothing is known of it. What no list of everything tells was perhaps
    before there was anybody to hear it.
    """

    heard: ProviderUpdate
    worth_mirroring: bool = True
    counts_as_drift: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Some objects as they are, or several times one as it has been. `next_cursor`: the cursor of the next page, None
    if this is the last.

    `fetched_at`: when it was asked for, by the provider's clock.
    """

    objects: tuple[ListedObject, ...]
    next_cursor: str | None
    fetched_at: datetime


class CursorExpired(Exception):
    """Raised if the cursor of a list is no longer valid: the list has to restart."""


class ObjectListing(Protocol):
    """One provider's lists, each of all objects of a kind, a hundred to a call."""

    @property
    def kinds(self) -> Sequence[ObjectKind]:
        """The kinds of objects that can be listed, in the order in which to list them."""
        ...

    @property
    def history_window(self) -> timedelta:
        """The period for which recent changes can be listed; zero if they cannot."""
        ...

    async def page(self, kind: ObjectKind, cursor: str | None, changed_since: datetime | None = None) -> ListPage:
        """Return a page. Listed objects have the timestamp of a fetch, changes that of their event.

        `cursor`: of the page that came before, None for the first. `changed_since`: no longer ago than it remembers;
        None for everything.

        Raises:
            CursorExpired
            ProviderUnavailable, ProviderRefused
            Throttled: nothing was asked.
            StorageUnavailable: nobody can tell whether it may be asked.
        """
        ...
