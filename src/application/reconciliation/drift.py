"""Differences between the mirror and a provider's lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.storage import ObjectKey
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.provider import ProviderName, ProviderRef

LISTING_LAG = timedelta(minutes=5)
"""What a provider told so shortly before it was asked, its lists may not show yet."""

MAX_SAMPLES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`fields`: those of our facts in which the two differ; none if only one side has it.

    `listed`: whether the provider lists it. What it lists and has no fields here is not in the mirror.
    """

    kind: ObjectKind
    ref: ProviderRef
    fields: tuple[str, ...] = ()
    listed: bool = True


@dataclass(slots=True, kw_only=True)
class Drift:
    """Differences found so far with one provider, counted by kind; the first ones also by name."""

    provider: ProviderName
    seen: Counter[ObjectKind] = field(default_factory=Counter)
    new: Counter[ObjectKind] = field(default_factory=Counter)
    differing: Counter[ObjectKind] = field(default_factory=Counter)
    absent: Counter[ObjectKind] = field(default_factory=Counter)
    samples: list[Difference] = field(default_factory=list)
    not_searched: set[ObjectKind] = field(default_factory=set)
    """Of which it was not found out what is absent: an earlier run had begun with them."""
    skipped: str | None = None
    """Why it was not compared, or not to the end."""
    resumed: datetime | None = None
    """When that had begun which was interrupted, and is gone on with. What it had found is not told again."""
    first: bool = False
    """Whether everything was never compared before, so that what is new was not missed."""
    counted: set[ObjectKey] = field(default_factory=set)
    """Holds the objects that `new` or `differing` contain, so that each counts once.

    Several lists may contain one object, and a dry run does not repair it after the first.
    """

    @property
    def total(self) -> int:
        return self.new.total() + self.differing.total() + self.absent.total()

    @property
    def is_clean(self) -> bool:
        return self.total == 0 and self.skipped is None

    def add(self, page: PageDiff) -> None:
        """Add the differences of a page."""
        self.seen.update(page.seen)
        new, differing = self._uncounted(page.new), self._uncounted(page.differing)
        self.new.update(each.kind for each in new)
        self.differing.update(each.kind for each in differing)
        self._name([*new, *differing])

    def copy(self) -> Drift:
        """Return a copy of the current state."""
        return replace(
            self,
            seen=self.seen.copy(),
            new=self.new.copy(),
            differing=self.differing.copy(),
            samples=[*self.samples],
            counted=self.counted.copy(),
        )

    def rewind_to(self, before: Drift, *, but_for_what_was_mended: bool) -> None:
        """Rewind to `before` when a list restarts. Repairs stay counted, since the second pass will not find them."""
        self.seen = before.seen.copy()
        if not but_for_what_was_mended:
            self.new, self.differing, self.samples = before.new.copy(), before.differing.copy(), [*before.samples]
            self.counted = before.counted.copy()

    def add_missing(self, absent: Sequence[ObjectKey]) -> None:
        """Add mirrored objects that were not listed."""
        self.absent.update(kind for kind, _ in absent)
        self._name(Difference(kind=kind, ref=ref, listed=False) for kind, ref in absent)

    def _uncounted(self, found: Iterable[Difference]) -> list[Difference]:
        uncounted = [each for each in found if (each.kind, each.ref) not in self.counted]
        self.counted.update((each.kind, each.ref) for each in uncounted)
        return uncounted

    def _name(self, differences: Iterable[Difference]) -> None:
        self.samples += list(differences)[: MAX_SAMPLES - len(self.samples)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDiff:
    """One page. `to_hear`: all of it that says something new; `to_ask`: what the list cannot settle."""

    seen: tuple[ObjectKind, ...]
    new: tuple[Difference, ...]
    differing: tuple[Difference, ...]
    to_hear: tuple[ProviderUpdate, ...]
    to_ask: tuple[ObjectKey, ...]


def compare(
    page: Sequence[ListedObject], known: Mapping[ObjectKey, MirrorRecord[Any]], since: datetime | None
) -> PageDiff:
    """`since`: what the provider says has not changed since then is passed over."""
    told = [each for each in page if each.worth_mirroring or any(s.key in known for s in each.heard.snapshots)]
    snapshots: dict[ObjectKey, Snapshot] = {}
    for snapshot in (s for each in told for s in each.heard.snapshots if since is None or s.timestamp.as_of >= since):
        latest = snapshots.get(snapshot.key)
        snapshots[snapshot.key] = snapshot if latest is None else max(latest, snapshot)
    uncounted = {s.key for each in told if not each.counts_as_drift for s in each.heard.snapshots}
    new, differing, to_ask, worth_hearing = [], [], [], set()
    for key, snapshot in snapshots.items():
        mirrored = known.get(key)
        if mirrored is None:
            new += [Difference(kind=snapshot.kind, ref=snapshot.ref)] if key not in uncounted else []
            worth_hearing.add(key)
            continue
        different = _different(mirrored.snapshot, snapshot)
        if different:
            differing.append(Difference(kind=snapshot.kind, ref=snapshot.ref, fields=different))
            to_ask += [key] if not snapshot > mirrored.snapshot and snapshot.fetchable else []
        if different or mirrored.contested_at is not None:
            worth_hearing.add(key)
    return PageDiff(
        seen=tuple(kind for kind, _ in snapshots),
        new=tuple(new),
        differing=tuple(differing),
        to_hear=tuple(_only(each.heard, worth_hearing) for each in told),
        to_ask=tuple(to_ask),
    )


def _different(known: Snapshot, listed: Snapshot) -> tuple[str, ...]:
    """Return whether it differs. Immutable objects and changes since the list was requested are no drift."""
    fetched_at = listed.timestamp.fetched_at
    stale = not listed > known and (fetched_at is None or fetched_at < known.timestamp.as_of + LISTING_LAG)
    if listed.immutable or stale or known.comparable_fields() == listed.comparable_fields():
        return ()
    named = (f.name for f in fields(listed) if f.name != "timestamp")
    return tuple(name for name in named if getattr(known, name, None) != getattr(listed, name))


def _only(heard: ProviderUpdate, worth: Set[ObjectKey]) -> ProviderUpdate:
    """Keep the snapshots given. Claims and fetch requests are applied in any case and stored only if new."""
    return replace(heard, snapshots=tuple(s for s in heard.snapshots if s.key in worth))
