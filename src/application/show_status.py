"""Use case: is billing healthy?"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ports.clock import Clock
from application.ports.inbox import DeliveryStatus, Listed, Which
from application.ports.persistence import Storage
from application.ports.vital_signs import ProviderSigns, Reading, Report, Sign, VitalSigns, Windows
from domain.provider import ProviderName, Ref
from domain.snapshot import ObjectKind

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
}
"""Up to and including these all is well. docs/operating.md says why, and what to do beyond them."""

LATELY = timedelta(hours=1)
"""For how long a lag, a failure or a refusal counts."""

TODAY = timedelta(days=1)
"""For how long drift counts, and what came for nobody."""

_LONG_CONTESTED = timedelta(hours=1)
_LONG_OVERDUE = timedelta(minutes=10)
_LATEST = 200
_BOUGHT_BY_GUESTS = frozenset({ObjectKind.CHECKOUT, ObjectKind.ORDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus:
    """Reads a few numbers in a bounded number of short statements, however much is kept.

    What belongs to nobody is looked for among what was heard last: all of it is `ShowUnlinked`'s to find.
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
        latest = Which(status=DeliveryStatus.APPLIED, since=now - TODAY)
        unlinked = _unlinked(await self.storage.deliveries(latest, limit=_LATEST))
        readings = [self._reading(*told) for told in _together(signs, unlinked, now)]
        for name in sorted(signs.providers):
            readings += [self._reading(sign, value, name) for sign, value in _of_one(signs.providers[name], now)]
        return Report(tuple(readings))

    def _reading(self, sign: Sign, value: int | None, provider: ProviderName | None = None) -> Reading:
        return Reading(sign=sign, provider=provider, value=value, limit=self.limits[sign])


def _together(signs: VitalSigns, unlinked: int, now: datetime) -> list[tuple[Sign, int | None]]:
    return [
        (Sign.OLDEST_UNAPPLIED_SECONDS, _seconds(now - signs.oldest_failed) if signs.oldest_failed else None),
        (Sign.FAILED, signs.failed),
        (Sign.DEAD, signs.dead),
        (Sign.UNLINKED, unlinked),
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
    ]


def _seconds(long: timedelta) -> int:
    """Clocks differ: what seems to come before it happened came at once."""
    return max(0, round(long.total_seconds()))


def _unlinked(listed: Listed) -> int:
    """Accounts, and guests' purchases, of which nothing that was heard of belongs to anybody."""
    nobodys: set[Ref | None] = set()
    for delivery in listed.deliveries:
        subject = delivery.subject
        account = delivery.account
        if subject is not None and subject[0] is ObjectKind.ACCOUNT:
            account = subject[1]
        if account is None and (subject is None or subject[0] not in _BOUGHT_BY_GUESTS):
            continue
        if subject is not None and listed.belongings.owner(subject, account) is None:
            nobodys.add(account or (subject[1] if subject else None))
    return len(nobodys)
