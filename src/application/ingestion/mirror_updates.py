"""Hearing: what becomes of the mirror when a provider has told something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from application.ingestion.aliases import under_one_id
from application.ingestion.erasure_filter import ErasureFilter, account_of, concerned_by, drop_earlier_payloads
from application.ports.provider.updates import ProviderUpdate, SubscriptionPayment
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.storage import Anomaly, AnomalyKind, ObjectKey, UnitOfWork
from domain.catalogue.entry import CatalogueSnapshot
from domain.customer import Customer, CustomerId
from domain.mirror.merge import REFETCH_AFTER, MergeOutcome, MergeResult, MirrorRecord, merge
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim
from domain.ownership.claim_set import ClaimSet
from domain.subscription import SubscriptionSnapshot, SubscriptionStatus

_DELINQUENT = frozenset({SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID, SubscriptionStatus.INCOMPLETE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyResult:
    """`settled`: of an object that was asked about, whether nothing is left to ask."""

    settled: bool
    concerned: ErasureFilter


async def apply_updates(
    uow: UnitOfWork, everything: Sequence[ProviderUpdate], now: datetime, *, answering: ObjectKey | None = None
) -> ApplyResult:
    """Lets the mirror hear, in as many statements for many as for one. It puts on the agenda what must be asked.

    `answering`: the object that was asked about. If that is not settled, whoever asked asks again.

    Raises:
        WriteConflict: to be done again in a new unit of work.
    """
    everything = await under_one_id(uow, everything, now)
    snapshots = [snapshot for heard in everything for snapshot in heard.snapshots]
    payments = [news for heard in everything for news in heard.payments]
    paid_for: set[ObjectKey] = {(ObjectKind.SUBSCRIPTION, news.subscription) for news in payments}
    known = await uow.mirror.load({snapshot.key for snapshot in snapshots} | paid_for)

    mirrored: dict[ObjectKey, MirrorRecord[Any]] = dict(known)
    asks = [
        QueuedFetch(kind=w.kind, ref=w.ref, due_at=now, once=w.once)
        for heard in everything
        for w in heard.fetch_requests
    ]
    anomalies: list[Anomaly] = []
    for snapshot in snapshots:
        before = mirrored.get(snapshot.key)
        observation = merge(before, snapshot, noticed_at=now)
        mirrored[snapshot.key] = observation.mirrored
        if snapshot.key != answering:
            asks += _contested(observation, snapshot, now)
        anomalies += _anomalies(before, observation, snapshot, now)
    asks += [_fetch_subscription(news, now) for news in payments if _mirror_is_stale(news, mirrored)]

    claims = [claim for heard in everything for claim in heard.claims]
    told, erased = await _store_claims(uow, snapshots, claims, now)
    changed = [mirrored[key] for key in mirrored if mirrored[key] != known.get(key)]
    if changed:
        await uow.mirror.save(changed)
    if asks:
        await uow.fetch_queue.add(asks)
    if anomalies:
        await uow.anomalies.report(anomalies)
    concerned = await concerned_by(uow, everything, told, erased)
    if erased and concerned.belongings is not None:
        await drop_earlier_payloads(uow, concerned.belongings)
    settled = answering is None or answering not in mirrored or mirrored[answering].contested_at is None
    return ApplyResult(settled=settled, concerned=concerned)


async def _store_claims(
    uow: UnitOfWork, snapshots: Sequence[Snapshot], claims: Sequence[Claim], now: datetime
) -> tuple[ClaimSet, Set[CustomerId]]:
    """Keeps the claims that say something new. A claim that names nobody we know registers them.

    Of somebody who was erased, their stand-in is registered, and is given what the claim says.

    Returns the claims that were known before on what was heard, and those it names who were erased.
    """
    accounts = {account_of(snapshot) for snapshot in snapshots} | {c.account for c in claims}
    subjects = {s.ref for s in snapshots if not isinstance(s, CatalogueSnapshot)} | {c.subject for c in claims}
    if not subjects:
        return ClaimSet(claims=frozenset()), frozenset()
    known = await uow.claims.about(accounts={a for a in accounts if a is not None}, subjects=subjects)
    told = {c.identity: c for c in known.claims}
    news = [c for c in claims if c.identity not in told or told[c.identity].merged_with(c) != told[c.identity]]
    if not news:
        return known, frozenset()
    erased = await uow.erasures.pseudonyms({c.customer_id for c in news})
    news = [replace(c, customer_id=erased.get(c.customer_id, c.customer_id)) for c in news]
    await uow.customers.register([Customer(id=c, registered_at=now) for c in sorted({c.customer_id for c in news})])
    await uow.claims.add(news)
    return known, erased.keys()


def _contested(observation: MergeResult[Any], heard: Snapshot, now: datetime) -> Iterable[QueuedFetch]:
    """An answer that came too early to settle a contest is asked for once more."""
    contested_at = observation.mirrored.contested_at
    answered = heard.timestamp.fetched_at is not None
    if heard.fetchable and contested_at is not None and (observation.outcome is MergeOutcome.CONTESTED or answered):
        yield QueuedFetch(kind=heard.kind, ref=heard.ref, due_at=now + REFETCH_AFTER)


def _anomalies(
    before: MirrorRecord[Any] | None, observation: MergeResult[Any], heard: Snapshot, now: datetime
) -> Iterable[Anomaly]:
    if observation.outcome is MergeOutcome.IMMUTABLE_CONFLICT:
        detail = "a one-off purchase cannot change, but the provider sent it with other contents"
        yield Anomaly(anomaly=AnomalyKind.CONTRADICTED, kind=heard.kind, ref=heard.ref, noticed_at=now, detail=detail)
    if before is not None and _is_ended(before.snapshot) and not _is_ended(observation.mirrored.snapshot):
        detail = "a later update revived an ended subscription"
        yield Anomaly(anomaly=AnomalyKind.REVIVED, kind=heard.kind, ref=heard.ref, noticed_at=now, detail=detail)


def _is_ended(snapshot: Snapshot) -> bool:
    return isinstance(snapshot, SubscriptionSnapshot) and snapshot.status is SubscriptionStatus.ENDED


def _mirror_is_stale(news: SubscriptionPayment, mirrored: dict[ObjectKey, MirrorRecord[Any]]) -> bool:
    known = mirrored.get((ObjectKind.SUBSCRIPTION, news.subscription))
    if known is None or known.snapshot.status in _DELINQUENT:
        return True
    ends = known.snapshot.current_period_end
    return news.period_end is not None and (ends is None or ends < news.period_end)


def _fetch_subscription(news: SubscriptionPayment, now: datetime) -> QueuedFetch:
    return QueuedFetch(kind=ObjectKind.SUBSCRIPTION, ref=news.subscription, due_at=now)
