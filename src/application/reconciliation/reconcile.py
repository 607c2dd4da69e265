"""Use case: comparing the mirror with everything the providers have, and mending it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from application.execution.retry_on_conflict import retry_on_conflict
from application.execution.uninterrupted import uninterrupted
from application.ingestion.aliases import with_known_aliases
from application.ingestion.mirror_updates import apply_updates
from application.ports.errors import ProviderRefused, ProviderUnavailable, StorageUnavailable
from application.ports.operations.clock import Clock
from application.ports.operations.metrics import CounterName
from application.ports.provider.listing import ListPage
from application.ports.provider.provider import Provider, Providers
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.storage import Storage
from application.reconciliation.checkpoint import Checkpoint, LeaseLost
from application.reconciliation.drift import Drift, PageDiff, compare
from application.reconciliation.list_pager import ListPager
from application.reconciliation.missing_objects import find_missing, request_fetch
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

_ANOTHER = "another process is reconciling"

OnProgress = Callable[[Drift], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcile:
    """Goes through the providers' lists. What is new or differs is heard like any other word of theirs.

    What the mirror has and a list has not ends nothing: it is counted, and the provider is asked for it.
    """

    storage: Storage
    providers: Providers
    clock: Clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def __call__(
        self,
        names: Collection[ProviderName],
        *,
        since: datetime | None = None,
        dry_run: bool = False,
        watch: OnProgress = lambda drift: None,
    ) -> list[Drift]:
        """With all of them at once. `dry_run`: nothing is written. `watch` is told after each page.

        Cancelled, it ends with the page that it is at, and the next run goes on from there at once.

        Raises:
            StorageUnavailable: what was heard until then is kept, and the next run goes on from there.
        """
        begun = [self._with(self.providers[name], since, watch, dry_run=dry_run) for name in sorted(names)]
        drifts = await asyncio.gather(*begun, return_exceptions=True)
        for drift in drifts:
            if isinstance(drift, BaseException):
                raise drift
        return [drift for drift in drifts if isinstance(drift, Drift)]

    async def _with(self, provider: Provider, since: datetime | None, watch: OnProgress, *, dry_run: bool) -> Drift:
        drift = Drift(provider=provider.name)
        begun = ReconciliationRun(provider=provider.name, started_at=self.clock.now(), since=since)
        place = Checkpoint(storage=self.storage, clock=self.clock, at=begun, kept=not dry_run)
        try:
            taken_until = await uninterrupted(place.acquire())
            if taken_until is None:
                await self._through_all(provider, place, drift, watch)
            else:
                drift.skipped = f"{_ANOTHER}; if it was killed, run again after {taken_until:%H:%M:%S} UTC"
        except (ProviderUnavailable, ProviderRefused) as error:
            drift.skipped = error.reason
            await _let_go(place, failed=True)
        except LeaseLost:
            drift.skipped = _ANOTHER
        except BaseException as error:
            await _let_go(place, failed=isinstance(error, Exception) and not isinstance(error, StorageUnavailable))
            raise
        return drift

    async def _through_all(self, provider: Provider, place: Checkpoint, drift: Drift, watch: OnProgress) -> None:
        drift.resumed, drift.first = place.at.started_at if place.is_resumed else None, place.at.first
        kinds = list(provider.listing.kinds)
        begun = kinds.index(place.at.kind) if place.at.kind in kinds else 0
        for kind in kinds[begun:]:
            if kind is not place.at.kind:
                await uninterrupted(place.save(replace(place.at, kind=kind, cursor=None)))
            await self._through(provider, kind, place, drift, watch)
        await uninterrupted(place.finish())

    async def _through(
        self, provider: Provider, kind: ObjectKind, place: Checkpoint, drift: Drift, watch: OnProgress
    ) -> None:
        """One list."""
        whole, seen = place.at.cursor is None and place.at.since is None, set[ProviderRef]()
        pages = ListPager(
            provider=provider,
            kind=kind,
            place=place,
            sleep=self.sleep,
            changed_since=_changed_since(provider, place.at),
        )
        before, beginnings = drift.copy(), 0
        while True:
            page = await pages.next()
            if pages.restarts > beginnings:
                beginnings = pages.restarts
                drift.rewind_to(before, but_for_what_was_mended=place.kept)
            seen |= {s.ref for listed in page.objects for s in listed.heard.snapshots if s.kind is kind}
            drift.add(await uninterrupted(retry_on_conflict(partial(self._hear, page, place))))
            watch(drift)
            if page.next_cursor is None:
                break
        if not whole and (place.at.since is not None or pages.restarts == 0):
            drift.not_searched.add(kind)
            return
        missing = await find_missing(place, kind, seen, pages.first_asked_at)
        drift.add_missing(missing)
        if place.kept:
            await request_fetch(place, missing)

    async def _hear(self, page: ListPage, place: Checkpoint) -> PageDiff:
        """Moves the bookmark on."""
        keys = {snapshot.key for listed in page.objects for snapshot in listed.heard.snapshots}
        following = replace(place.at, cursor=page.next_cursor)
        now = self.clock.now()
        async with self.storage.begin() as uow:
            listed = await with_known_aliases(uow, page.objects)
            compared = compare(listed, await uow.mirror.load(keys), following.since)
            if place.kept:
                await apply_updates(uow, compared.to_hear, now)
                await uow.fetch_queue.add(
                    [QueuedFetch(kind=kind, ref=ref, due_at=now) for kind, ref in compared.to_ask]
                )
                found = len(compared.new) + len(compared.differing)
                if found and not following.first:
                    await uow.occurrences.add({(CounterName.DRIFT_FOUND, following.provider): found}, now)
                following = await place.save_in(uow, replace(following, failures=0))
                await uow.commit()
        place.at = following
        return compared


async def _let_go(place: Checkpoint, *, failed: bool) -> None:
    with suppress(LeaseLost, StorageUnavailable):
        await uninterrupted(place.release(failed=failed))


def _changed_since(provider: Provider, at: ReconciliationRun) -> datetime | None:
    """Counted from its beginning, so that what was interrupted goes on in the same way."""
    remembered = at.since is not None and at.started_at - at.since <= provider.listing.history_window
    return at.since if remembered else None
