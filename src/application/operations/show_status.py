"""Use case: is billing healthy?"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from application.ports.operations.clock import Clock
from application.ports.operations.health import (
    COUNT_CAP,
    HealthMetric,
    HealthMetrics,
    HealthReport,
    LookbackWindows,
    Measurement,
    ProviderHealth,
)
from application.ports.storage.inbox import DeliveryFilter, DeliveryPage, DeliveryStatus
from application.ports.storage.storage import Storage
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

LIMITS = {
    HealthMetric.WEBHOOK_LAG_SECONDS: 15 * 60,
    HealthMetric.SILENCE_SECONDS: 3 * 24 * 3600,
    HealthMetric.OLDEST_UNAPPLIED_SECONDS: 3600,
    HealthMetric.FAILED: 100,
    HealthMetric.DEAD: 0,
    HealthMetric.UNLINKED: 10,
    HealthMetric.CONTESTED: 0,
    HealthMetric.AGENDA_OVERDUE: 0,
    HealthMetric.PORTAL_FAILURES: 5,
    HealthMetric.BAD_SIGNATURES: 20,
    HealthMetric.DRIFT_FOUND: 0,
    HealthMetric.RECONCILED_SECONDS: 3 * 24 * 3600,
}
"""Up to and including these all is well. docs/operating.md says why, and what to do beyond them."""

_COMPARED_BY_HAND = timedelta(days=31)

RECENT = timedelta(hours=1)
"""For how long a lag, a failure or a refusal counts."""

LAST_DAY = timedelta(days=1)
"""For how long drift counts, and what came for nobody."""

_LONG_CONTESTED = timedelta(hours=1)
_LONG_OVERDUE = timedelta(minutes=10)
_AT_ONCE = 200
_MOST_LOOKED_AT = 2_000
_COUNTED = frozenset(
    {
        HealthMetric.FAILED,
        HealthMetric.DEAD,
        HealthMetric.CONTESTED,
        HealthMetric.AGENDA_OVERDUE,
        HealthMetric.DRIFT_FOUND,
    }
)
_BOUGHT_BY_GUESTS = frozenset({ObjectKind.CHECKOUT, ObjectKind.ORDER})


def limits_for(reconcile_every: timedelta | None) -> dict[HealthMetric, int]:
    """Return the limits: reconciliation may be due and fail twice; if operators run it, they do so monthly."""
    longest = _COMPARED_BY_HAND if reconcile_every is None else 3 * reconcile_every
    return {**LIMITS, HealthMetric.RECONCILED_SECONDS: _seconds(longest)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus:
    """Reads a few numbers in a bounded number of short statements, however much is kept.

    What belongs to nobody is looked for among what was heard within a day, the latest first, until there is too much of
    it or enough was looked at: then there is at least so much. All of it is `ListUnlinked`'s to find.
    """

    storage: Storage
    providers: Set[ProviderName]
    clock: Clock
    limits: dict[HealthMetric, int] = field(default_factory=lambda: dict(LIMITS))

    async def __call__(self) -> HealthReport:
        """
        Raises:
            StorageUnavailable
        """
        now = self.clock.now()
        windows = LookbackWindows(
            occurrences=now - RECENT,
            lag=now - RECENT,
            drift=now - LAST_DAY,
            contested=now - _LONG_CONTESTED,
            overdue=now - _LONG_OVERDUE,
        )
        signs = await self.storage.health_metrics(self.providers, windows)
        readings = [self._reading(*told) for told in _together(signs, now)]
        readings.append(await self._unlinked(now - LAST_DAY))
        for name in sorted(signs.providers):
            readings += [self._reading(sign, value, name) for sign, value in _of_one(signs.providers[name], now)]
        return HealthReport(tuple(readings))

    async def _unlinked(self, since: datetime) -> Measurement:
        limit = self.limits[HealthMetric.UNLINKED]
        latest = DeliveryFilter(status=DeliveryStatus.APPLIED, since=since)
        nobodys: set[ProviderRef] = set()
        all_seen = False
        for _ in range(0, _MOST_LOOKED_AT, _AT_ONCE):
            listed = await self.storage.deliveries(latest, limit=_AT_ONCE)
            nobodys |= _nobodys(listed)
            all_seen = len(listed.deliveries) < _AT_ONCE
            if all_seen or len(nobodys) > limit:
                break
            last = listed.deliveries[-1]
            latest = replace(latest, before=(last.received_at, last.id))
        return Measurement(
            sign=HealthMetric.UNLINKED, provider=None, value=len(nobodys), limit=limit, at_least=not all_seen
        )

    def _reading(self, sign: HealthMetric, value: int | None, provider: ProviderName | None = None) -> Measurement:
        at_least = sign in _COUNTED and value is not None and value >= COUNT_CAP
        return Measurement(sign=sign, provider=provider, value=value, limit=self.limits[sign], at_least=at_least)


def _together(signs: HealthMetrics, now: datetime) -> list[tuple[HealthMetric, int | None]]:
    return [
        (HealthMetric.OLDEST_UNAPPLIED_SECONDS, _seconds(now - signs.oldest_failed) if signs.oldest_failed else None),
        (HealthMetric.FAILED, signs.failed),
        (HealthMetric.DEAD, signs.dead),
        (HealthMetric.CONTESTED, signs.contested),
        (HealthMetric.AGENDA_OVERDUE, signs.overdue),
        (HealthMetric.DRIFT_FOUND, signs.drift),
    ]


def _of_one(signs: ProviderHealth, now: datetime) -> list[tuple[HealthMetric, int | None]]:
    return [
        (HealthMetric.WEBHOOK_LAG_SECONDS, _seconds(signs.longest_lag) if signs.longest_lag is not None else None),
        (HealthMetric.SILENCE_SECONDS, _seconds(now - signs.last_received_at) if signs.last_received_at else None),
        (HealthMetric.PORTAL_FAILURES, signs.portal_failures),
        (HealthMetric.BAD_SIGNATURES, signs.signatures_refused),
        (HealthMetric.RECONCILED_SECONDS, _seconds(now - signs.compared_at) if signs.compared_at else None),
    ]


def _seconds(long: timedelta) -> int:
    """Clocks differ: what seems to come before it happened came at once."""
    return max(0, round(long.total_seconds()))


def _nobodys(listed: DeliveryPage) -> set[ProviderRef]:
    """Accounts, and guests' purchases, of which something that was heard of belongs to nobody."""
    found: set[ProviderRef] = set()
    for delivery in listed.deliveries:
        subject = delivery.subject
        if subject is None or listed.belongings.owner(subject, delivery.account) is not None:
            continue
        if subject[0] is ObjectKind.ACCOUNT or (delivery.account is None and subject[0] in _BOUGHT_BY_GUESTS):
            found.add(subject[1])
        elif delivery.account is not None:
            found.add(delivery.account)
    return found
