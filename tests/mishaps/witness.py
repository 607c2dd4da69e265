"""Checks every commit against the invariants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime

from application.ingestion.delivery_lifecycle import MAX_ATTEMPTS
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import Delivery, DeliveryId, DeliveryStatus
from application.ports.storage.storage import ObjectKey
from application.reconciliation.checkpoint import STALE_AFTER
from domain.mirror.snapshot import ObjectKind, Snapshot
from fakes.in_memory.tables import Entry
from mishaps.picture import NOTHING, Picture
from mishaps.process import Process

KINDS = (ObjectKind.ACCOUNT, ObjectKind.SUBSCRIPTION, ObjectKind.ORDER, ObjectKind.CHARGE, ObjectKind.DISPUTE)
"""In the order in which the providers' lists are gone through."""

APPLIED, FAILED = DeliveryStatus.APPLIED, DeliveryStatus.FAILED


class Violated(BaseException):
    """An invariant was violated. The code catches errors of single objects, but must not catch this."""


@dataclass(slots=True)
class Witness:
    """`said` holds every snapshot that the providers ever sent of each object, and `told` the content of each
    delivery.
    """

    told: dict[DeliveryId, ProviderUpdate] = field(default_factory=dict)
    said: dict[ObjectKey, set[Snapshot]] = field(default_factory=dict)
    kept: Picture = NOTHING
    applied: Counter[DeliveryId] = field(default_factory=Counter)
    reopened: Counter[DeliveryId] = field(default_factory=Counter)
    tried: set[tuple[DeliveryId, int, int]] = field(default_factory=set)
    holders: dict[Hashable, tuple[Process, int]] = field(default_factory=dict)

    def is_any(self, status: DeliveryStatus) -> bool:
        return any(delivery.status is status for delivery in self.kept.inbox.values())

    def hears(self, heard: ProviderUpdate) -> None:
        """Record what a provider sent."""
        for snapshot in heard.snapshots:
            self.said.setdefault(snapshot.key, set()).add(snapshot)

    def tries(self, chosen: DeliveryId) -> None:
        """Check that an attempt was counted in a commit before its delivery is decoded, so that no kill can undo the
        count.
        """
        attempts = self.kept.inbox[chosen].attempts
        attempt = chosen, self.reopened[chosen], attempts
        assert attempt not in self.tried, "an attempt was not counted before it was made"
        assert attempts <= MAX_ATTEMPTS, "it was tried once too often"
        self.tried.add(attempt)

    def sees(self, now_kept: Picture, worker: Process, now: datetime) -> None:
        """Check the changes of one commit.

        Raises: Violated
        """
        before, self.kept = self.kept, now_kept
        try:
            self._compare(before, worker, now)
        except AssertionError as seen:
            raise Violated(*seen.args) from seen

    def _compare(self, before: Picture, worker: Process, now: datetime) -> None:
        self._inbox(before, worker, now)
        self._agenda(before, worker, now)
        self._mirror(before)
        assert before.claims <= self.kept.claims, "a claim vanished"
        self._reconciliations(before, worker, now)

    def _inbox(self, before: Picture, worker: Process, now: datetime) -> None:
        assert before.inbox.keys() <= self.kept.inbox.keys(), "a delivery vanished"
        for chosen, delivery in self.kept.inbox.items():
            known = before.inbox.get(chosen)
            if known == delivery:
                continue
            if known is None:
                self.tried.add((chosen, 0, delivery.attempts))
            else:
                self._changed(known, delivery, worker, now)
            if delivery.status is APPLIED and (known is None or known.status is not APPLIED):
                self.applied[chosen] += 1
                assert self.applied[chosen] <= 1 + self.reopened[chosen], "it was applied twice"
                self._has_been_heard(chosen)

    def _changed(self, known: Delivery, delivery: Delivery, worker: Process, now: datetime) -> None:
        chosen = delivery.id
        assert delivery.payload in (known.payload, ""), "what was sent was changed"
        assert delivery.payload or not delivery.next_attempt_at, "what is to be tried again was forgotten"
        held_by, counted = self.holders.get(chosen, (None, 0))
        if worker.replays and held_by is not worker:
            assert (delivery.attempts, delivery.status) == (1, FAILED)
            self.reopened[chosen] += 1
            self.holders[chosen] = worker, 1
        elif delivery.attempts != known.attempts:
            assert known.next_attempt_at is not None
            assert known.next_attempt_at <= now, "it was taken from whoever is at work on it"
            assert delivery.attempts == known.attempts + 1
            self.holders[chosen] = worker, delivery.attempts
        elif replace(known, payload=delivery.payload) != delivery:
            assert (held_by, counted) == (worker, delivery.attempts), "it was settled by somebody else"
            del self.holders[chosen]

    def _has_been_heard(self, chosen: DeliveryId) -> None:
        for snapshot in self.told[chosen].snapshots:
            kept = self.kept.mirror[snapshot.key].snapshot
            assert kept == snapshot or (kept < snapshot) is snapshot.immutable, "it counts as applied and was not heard"
        assert {claim.identity for claim in self.told[chosen].claims} <= self.kept.claims

    def _agenda(self, before: Picture, worker: Process, now: datetime) -> None:
        for key in before.agenda.keys() | self.kept.agenda.keys():
            known, entry = before.agenda.get(key), self.kept.agenda.get(key)
            if entry is None:
                assert known is not None
                assert self.holders.pop(key, None) == (worker, known.generation), "what was asked for again was lost"
            elif known != entry:
                self._asked(key, known, entry, worker, now)

    def _asked(self, key: ObjectKey, known: Entry | None, entry: Entry, worker: Process, now: datetime) -> None:
        leased_until = known.leased_until if known is not None else None
        if entry.leased_until == leased_until:
            assert known is None or entry.due_at <= known.due_at, "what was asked for again was put off"
        elif entry.leased_until is None:
            assert self.holders.pop(key)[0] is worker, "it was taken from whoever is at work on it"
        else:
            assert leased_until is None or leased_until <= now, "it was taken from whoever is at work on it"
            self.holders[key] = worker, entry.generation

    def _mirror(self, before: Picture) -> None:
        assert before.mirror.keys() <= self.kept.mirror.keys(), "an object vanished"
        for key, mirrored in self.kept.mirror.items():
            known = before.mirror.get(key)
            if known != mirrored:
                assert mirrored.snapshot in self.said[key], "no provider ever said this"
                if known is not None:
                    back = mirrored.snapshot < known.snapshot
                    assert mirrored.snapshot == known.snapshot or back is known.snapshot.immutable, "it went back"

    def _reconciliations(self, before: Picture, worker: Process, now: datetime) -> None:
        for provider, goes_on in self.kept.reconciliations.items():
            known, held_by = before.reconciliations.get(provider, goes_on), self.holders.get(provider, (None, 0))[0]
            if goes_on.version == known.version:
                continue
            self.holders[provider] = worker, goes_on.version
            if known.finished_at is None and known.kind is not None and now - known.started_at < STALE_AFTER:
                assert goes_on.started_at == known.started_at, "it began anew, and was not through"
                if held_by is not worker:
                    assert (goes_on.kind, goes_on.cursor) == (known.kind, known.cursor), "it went on somewhere else"
                elif goes_on.kind is not known.kind:
                    assert known.cursor is None, "a list was left in the middle"
                elif goes_on.leased_until is not None and goes_on.cursor is not None:
                    assert goes_on.cursor >= (known.cursor or ""), "it went back in a list"
