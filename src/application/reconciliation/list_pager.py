"""Asking for one page of a list after another, as patiently as the provider wishes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.execution.uninterrupted import uninterrupted
from application.ports.errors import ProviderUnavailable, Throttled
from application.ports.provider.listing import CursorExpired, ListPage
from application.ports.provider.provider import Provider
from application.reconciliation.checkpoint import RENEWED_AFTER, Checkpoint
from domain.mirror.snapshot import ObjectKind

_TRIES = 8
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=2)
_MOST_BEGINNINGS = 5


@dataclass(slots=True, kw_only=True)
class ListPager:
    """Goes where the bookmark is, and keeps the lease alive while it waits.

    `changed_since`: None for everything. `first_asked_at`: when the list was begun, by the provider's clock.
    `restarts`: how often that had to be done over again.
    """

    provider: Provider
    kind: ObjectKind
    place: Checkpoint
    sleep: Callable[[float], Awaitable[None]]
    changed_since: datetime | None = None
    first_asked_at: datetime | None = None
    restarts: int = 0

    async def next(self) -> ListPage:
        """Return the next page, waiting for our own rate limit.

        Raises:
            ProviderUnavailable: it was tried for long enough.
            ProviderRefused
            LeaseLost
        """
        wait, tries = _FIRST_WAIT, 1
        while True:
            try:
                return await self._page()
            except Throttled as put_off:
                rest = put_off.retry_after
            except ProviderUnavailable as error:
                if tries == _TRIES:
                    raise
                rest, wait, tries = error.retry_after or wait, wait * 2, tries + 1
            await self._rest(min(rest, _LONGEST_WAIT))

    async def _page(self) -> ListPage:
        while True:
            try:
                page = await self.provider.listing.page(self.kind, self.place.at.cursor, self.changed_since)
            except CursorExpired:
                await self._begin_again()
            else:
                if page.next_cursor is not None and page.next_cursor == self.place.at.cursor:
                    raise ProviderUnavailable(self.provider.name, "its list repeats the same page")
                self.first_asked_at = self.first_asked_at or page.fetched_at
                return page

    async def _begin_again(self) -> None:
        """Restart the list; objects listed before are listed again."""
        self.restarts += 1
        if self.restarts > _MOST_BEGINNINGS:
            raise ProviderUnavailable(self.provider.name, "its list cursors kept expiring")
        await uninterrupted(self.place.save(replace(self.place.at, cursor=None)))

    async def _rest(self, long: timedelta) -> None:
        """Sleep in short periods, so that the lease is renewed in between."""
        while long > RENEWED_AFTER:
            await self.sleep(RENEWED_AFTER.total_seconds())
            await uninterrupted(self.place.renew_lease())
            long -= RENEWED_AFTER
        await self.sleep(long.total_seconds())
        await uninterrupted(self.place.renew_lease())
