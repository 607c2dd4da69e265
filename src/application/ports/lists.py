"""Going through everything a provider has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from application.heard import Heard
from domain.snapshot import ObjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One object of a list. `notable`: whether it is worth keeping where nothing is known of it yet.

    Much of what is listed is never pushed either: a charge that stayed as it was, a checkout that nobody went through.
    """

    heard: Heard
    notable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """`following`: the cursor of the next page, None if this is the last.

    `asked_at`: when it was asked for, by the provider's clock.
    """

    objects: tuple[Listed, ...]
    following: str | None
    asked_at: datetime


class Lists(Protocol):
    """One provider's lists, each of all objects of a kind, a hundred to a call."""

    @property
    def kinds(self) -> Sequence[ObjectKind]:
        """Of what there are lists, in the order in which to go through them."""
        ...

    async def page(self, kind: ObjectKind, cursor: str | None) -> ListPage:
        """What is told is stamped as an answer. `cursor`: of the page that came before, None for the first.

        Raises:
            ProviderUnavailable, ProviderRefused
            RateLimited: nothing was asked.
            StorageUnavailable: nobody can tell whether it may be asked.
        """
        ...
