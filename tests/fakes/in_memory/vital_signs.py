"""Health metrics, in memory."""

from collections.abc import Set
from datetime import datetime

from application.ports.operations.health import HealthMetrics, LookbackWindows, ProviderHealth
from application.ports.operations.metrics import CounterName
from application.ports.storage.inbox import DeliveryStatus
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.storage import AnomalyKind
from domain.provider import ProviderName
from fakes.in_memory.tables import Tables


def vital_signs(tables: Tables, providers: Set[ProviderName], windows: LookbackWindows) -> HealthMetrics:
    failed = [d.received_at for d in tables.inbox.values() if d.status is DeliveryStatus.FAILED]
    contested = [m.contested_at for m in tables.mirror.values() if m.contested_at is not None]
    anomalies = [a for a in tables.anomalies.values() if a.anomaly is AnomalyKind.GONE]
    return HealthMetrics(
        providers={name: _of_one(tables, name, windows) for name in providers},
        failed=len(failed),
        dead=len([d for d in tables.inbox.values() if d.status is DeliveryStatus.DEAD]),
        oldest_failed=min(failed, default=None),
        contested=len([since for since in contested if since < windows.contested]),
        overdue=len([entry for entry in tables.agenda.values() if entry.due_at < windows.overdue]),
        drift=len([a for a in anomalies if a.noticed_at >= windows.drift])
        + sum(
            count
            for (at, what, _), count in tables.occurrences.items()
            if what is CounterName.DRIFT_FOUND and at >= windows.drift
        ),
    )


def _of_one(tables: Tables, name: ProviderName, windows: LookbackWindows) -> ProviderHealth:
    came = [d for d in tables.inbox.values() if d.provider == name]
    lags = [d.received_at - d.told_at for d in came if d.told_at is not None and d.received_at >= windows.lag]
    return ProviderHealth(
        last_received_at=max((d.received_at for d in came), default=None),
        longest_lag=max(lags, default=None),
        portal_failures=_occurred(tables, CounterName.PORTAL_FAILED, name, windows),
        signatures_refused=_occurred(tables, CounterName.SIGNATURE_REFUSED, name, windows),
        compared_at=_compared_at(tables.reconciliations.get(name)),
    )


def _compared_at(last: ReconciliationRun | None) -> datetime | None:
    if last is None:
        return None
    return last.whole_at or (last.started_at if last.first else None)


def _occurred(tables: Tables, occurrence: CounterName, name: ProviderName, windows: LookbackWindows) -> int:
    return sum(
        count
        for (at, what, provider), count in tables.occurrences.items()
        if (what, provider) == (occurrence, name) and at >= windows.occurrences
    )
