"""Use case: comparing the mirror with everything the providers have, and mending it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from application.applying import apply
from application.drift import Compared, Drift, compare
from application.ports.agenda import Ask
from application.ports.clock import Clock
from application.ports.failures import ProviderRefused, ProviderUnavailable, RateLimited
from application.ports.lists import ListPage
from application.ports.persistence import Key, Storage
from application.ports.provider import Provider, Providers
from application.ports.reconciliations import Reconciliation
from application.until_written import until_written
from domain.account import AccountSnapshot
from domain.provider import ProviderName, Ref
from domain.snapshot import ObjectKind

LEASE = timedelta(minutes=5)
"""How long a crash may keep others from going on. It runs anew with each page."""

STALE_AFTER = timedelta(days=1)
"""What was interrupted longer ago begins anew."""

_TRIES = 8
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=2)
_AT_ONCE = 500

Watch = Callable[[Drift], None]


class TakenOver(Exception):
    """Somebody else goes on with it: this one was silent for too long."""


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
        watch: Watch = lambda drift: None,
    ) -> list[Drift]:
        """`dry_run`: nothing is written. `watch` is told after each page.

        Raises:
            StorageUnavailable: what was heard until then is kept, and the next run goes on from there.
        """
        return [await self._with(self.providers[name], since, watch, dry_run=dry_run) for name in sorted(names)]

    async def _with(self, provider: Provider, since: datetime | None, watch: Watch, *, dry_run: bool) -> Drift:
        drift = Drift(provider=provider.name)
        begun = Reconciliation(provider=provider.name, started_at=self.clock.now(), since=since)
        at = begun if dry_run else await until_written(lambda: self._take(begun))
        if at is None:
            drift.skipped = "another process is comparing"
            return drift
        kinds = list(provider.lists.kinds)
        if at.kind is not None:
            kinds = kinds[kinds.index(at.kind) :]
        try:
            for kind in kinds:
                at = await self._through(provider, kind, replace(at, kind=kind), drift, watch, dry_run=dry_run)
            await self._keep(replace(at, kind=None, finished_at=self.clock.now(), leased_until=None), dry_run=dry_run)
        except (ProviderUnavailable, ProviderRefused) as error:
            drift.skipped = error.reason
            with suppress(TakenOver):  # in the middle of a list it is given up with the lease, and goes on there
                await self._keep(replace(at, leased_until=None), dry_run=dry_run)
        except TakenOver:
            drift.skipped = "another process is comparing"
        return drift

    async def _take(self, begun: Reconciliation) -> Reconciliation | None:
        async with self.storage.begin() as uow:
            last = await uow.reconciliations.get(begun.provider)
            if last is not None and last.leased_until is not None and last.leased_until > begun.started_at:
                return None
            first = last is None or (last.first and last.finished_at is None)
            at = last if last is not None and _can_go_on(last, begun) else replace(begun, first=first)
            at = replace(at, leased_until=begun.started_at + LEASE, version=last.version if last is not None else 0)
            await uow.reconciliations.save(at)
            await uow.commit()
        return replace(at, version=at.version + 1)

    async def _through(
        self, provider: Provider, kind: ObjectKind, at: Reconciliation, drift: Drift, watch: Watch, *, dry_run: bool
    ) -> Reconciliation:
        """One list. What it was at when it was interrupted is told once more."""
        whole, seen, first = at.cursor is None and at.since is None, set[Ref](), None
        while True:
            page = await self._page(provider, kind, at.cursor)
            first = first or page.asked_at
            seen |= {s.ref for listed in page.objects for s in listed.heard.snapshots if s.kind is kind}
            compared, at = await until_written(partial(self._hear, page, at, dry_run=dry_run))
            drift.add(compared)
            watch(drift)
            if page.following is None:
                break
        if whole:
            absent = await self._absent(provider.name, kind, seen, first)
            drift.miss(absent)
            await self._ask(absent, dry_run=dry_run)
        else:
            drift.not_searched.add(kind)
        return at

    async def _page(self, provider: Provider, kind: ObjectKind, cursor: str | None) -> ListPage:
        """It waits as long as the provider wishes, and not for ever. What our own limit puts off was no try."""
        wait, tries = _FIRST_WAIT, 1
        while True:
            try:
                return await provider.lists.page(kind, cursor)
            except RateLimited as put_off:
                pause = put_off.retry_after
            except ProviderUnavailable as error:
                if tries == _TRIES:
                    raise
                pause, wait, tries = error.retry_after or wait, wait * 2, tries + 1
            await self.sleep(min(pause, _LONGEST_WAIT).total_seconds())

    async def _hear(self, page: ListPage, at: Reconciliation, *, dry_run: bool) -> tuple[Compared, Reconciliation]:
        """Answers where it goes on."""
        keys = {snapshot.key for listed in page.objects for snapshot in listed.heard.snapshots}
        following = replace(at, cursor=page.following)
        now = self.clock.now()
        async with self.storage.begin() as uow:
            compared = compare(page.objects, await uow.mirror.load(keys), at.since)
            if dry_run:
                return compared, following
            following = replace(following, found=at.found + len(compared.new) + len(compared.differing))
            await apply(uow, compared.to_hear, now)
            await uow.agenda.add([Ask(kind=kind, ref=ref, due_at=now) for kind, ref in compared.to_ask])
            last = await uow.reconciliations.get(at.provider)
            if last is None or last.version != at.version:
                raise TakenOver
            await uow.reconciliations.save(replace(following, leased_until=now + LEASE))
            await uow.commit()
        return compared, replace(following, version=at.version + 1)

    async def _absent(
        self, provider: ProviderName, kind: ObjectKind, seen: Collection[Ref], asked_at: datetime | None
    ) -> list[Key]:
        """What was heard of since the list was asked for may be newer than it; what was deleted is in no list."""
        absent: list[Key] = []
        after: Ref | None = None
        while True:
            async with self.storage.begin() as uow:
                found = await uow.mirror.walk(provider, kind, after, limit=_AT_ONCE)
            for snapshot in (mirrored.snapshot for mirrored in found):
                recent = asked_at is not None and snapshot.stamp.as_of >= asked_at
                deleted = isinstance(snapshot, AccountSnapshot) and snapshot.deleted
                if snapshot.ref not in seen and not recent and not deleted:
                    absent.append(snapshot.key)
            if len(found) < _AT_ONCE:
                return absent
            after = found[-1].snapshot.ref

    async def _ask(self, absent: Collection[Key], *, dry_run: bool) -> None:
        if dry_run or not absent:
            return
        now = self.clock.now()
        async with self.storage.begin() as uow:
            await uow.agenda.add([Ask(kind=kind, ref=ref, due_at=now) for kind, ref in absent])
            await uow.commit()

    async def _keep(self, at: Reconciliation, *, dry_run: bool) -> None:
        if dry_run:
            return
        async with self.storage.begin() as uow:
            last = await uow.reconciliations.get(at.provider)
            if last is None or last.version != at.version:
                raise TakenOver
            await uow.reconciliations.save(at)
            await uow.commit()


def _can_go_on(last: Reconciliation, begun: Reconciliation) -> bool:
    unfinished = last.finished_at is None and last.kind is not None
    return unfinished and last.since == begun.since and last.started_at > begun.started_at - STALE_AFTER
