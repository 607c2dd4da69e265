"""Use case: is billing healthy?"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from application.ports.operations.clock import Clock
from application.ports.operations.health import MOST_COUNTED, ProviderSigns, Reading, Report, Sign, VitalSigns, Windows
from application.ports.storage.inbox import DeliveryStatus, Listed, Which
from application.ports.storage.storage import Storage
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

LIMITS = {
    Sign.WEBHOOK_LAG_SECONDS: 15 * 60,
    Sign.SILENCE_SECONDS: 3 * 24 * 3600,
    Sign.OLDEST_UNAPPLIED_SECONDS: 3600,
    Sign.FAILED: 100,
    Sign.DEAD: 0,
    Sign.UNLINKED: 10,
    Sign.CONTESTED: 0,
    Sign.AGENDA_OVERDUE: 0,
    Sign.PORTAL_FAILURES: 5,
    Sign.BAD_SIGNATURES: 20,
    Sign.DRIFT_FOUND: 0,
    Sign.RECONCILED_SECONDS: 3 * 24 * 3600,
}
"""Up to and including these all is well. docs/operating.md says why, and what to do beyond them."""

_COMPARED_BY_HAND = timedelta(days=31)

LATELY = timedelta(hours=1)
"""For how long a lag, a failure or a refusal counts."""

TODAY = timedelta(days=1)
"""For how long drift counts, and what came for nobody."""

_LONG_CONTESTED = timedelta(hours=1)
_LONG_OVERDUE = timedelta(minutes=10)
_AT_ONCE = 200
_MOST_LOOKED_AT = 2_000
_COUNTED = frozenset({Sign.FAILED, Sign.DEAD, Sign.CONTESTED, Sign.AGENDA_OVERDUE, Sign.DRIFT_FOUND})
_BOUGHT_BY_GUESTS = frozenset({ObjectKind.CHECKOUT, ObjectKind.ORDER})


def limits_for(reconcile_every: timedelta | None) -> dict[Sign, int]:
    """Everything may be due to be compared, and fail, twice. Where that is left to operators, they do it each month."""
    longest = _COMPARED_BY_HAND if reconcile_every is None else 3 * reconcile_every
    return {**LIMITS, Sign.RECONCILED_SECONDS: _seconds(longest)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus:
    """Reads a few numbers in a bounded number of short statements, however much is kept.

    What belongs to nobody is looked for among what was heard within a day, the latest first, until there is too much of
    it or enough was looked at: then there is at least so much. All of it is `ShowUnlinked`'s to find.
    """

    storage: Storage
    providers: Set[ProviderName]
    clock: Clock
    limits: dict[Sign, int] = field(default_factory=lambda: dict(LIMITS))

    async def __call__(self) -> Report:
        """
        Raises:
            StorageUnavailable
        """
        now = self.clock.now()
        windows = Windows(
            occurrences=now - LATELY,
            lag=now - LATELY,
            drift=now - TODAY,
            contested=now - _LONG_CONTESTED,
            overdue=now - _LONG_OVERDUE,
        )
        signs = await self.storage.vital_signs(self.providers, windows)
        readings = [self._reading(*told) for told in _together(signs, now)]
        readings.append(await self._unlinked(now - TODAY))
        for name in sorted(signs.providers):
            readings += [self._reading(sign, value, name) for sign, value in _of_one(signs.providers[name], now)]
        return Report(tuple(readings))

    async def _unlinked(self, since: datetime) -> Reading:
        limit = self.limits[Sign.UNLINKED]
        latest = Which(status=DeliveryStatus.APPLIED, since=since)
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
        return Reading(sign=Sign.UNLINKED, provider=None, value=len(nobodys), limit=limit, at_least=not all_seen)

    def _reading(self, sign: Sign, value: int | None, provider: ProviderName | None = None) -> Reading:
        at_least = sign in _COUNTED and value is not None and value >= MOST_COUNTED
        return Reading(sign=sign, provider=provider, value=value, limit=self.limits[sign], at_least=at_least)


def _together(signs: VitalSigns, now: datetime) -> list[tuple[Sign, int | None]]:
    return [
        (Sign.OLDEST_UNAPPLIED_SECONDS, _seconds(now - signs.oldest_failed) if signs.oldest_failed else None),
        (Sign.FAILED, signs.failed),
        (Sign.DEAD, signs.dead),
        (Sign.CONTESTED, signs.contested),
        (Sign.AGENDA_OVERDUE, signs.overdue),
        (Sign.DRIFT_FOUND, signs.drift),
    ]


def _of_one(signs: ProviderSigns, now: datetime) -> list[tuple[Sign, int | None]]:
    return [
        (Sign.WEBHOOK_LAG_SECONDS, _seconds(signs.longest_lag) if signs.longest_lag is not None else None),
        (Sign.SILENCE_SECONDS, _seconds(now - signs.last_received_at) if signs.last_received_at else None),
        (Sign.PORTAL_FAILURES, signs.portal_failures),
        (Sign.BAD_SIGNATURES, signs.signatures_refused),
        (Sign.RECONCILED_SECONDS, _seconds(now - signs.compared_at) if signs.compared_at else None),
    ]


def _seconds(long: timedelta) -> int:
    """Clocks differ: what seems to come before it happened came at once."""
    return max(0, round(long.total_seconds()))


def _nobodys(listed: Listed) -> set[ProviderRef]:
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
