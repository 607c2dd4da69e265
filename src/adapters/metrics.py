"""The counters of this process, and their text for Prometheus."""

from __future__ import annotations

from collections import Counter as Tally
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from application.ports.operations.health import HealthMetric, HealthReport
from application.ports.operations.metrics import CounterName, Counts
from domain.provider import ProviderName

_LAGS = (1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600, 72 * 3600)
_BY_PROVIDER = ("provider",)
_MEANING = {
    HealthMetric.WEBHOOK_LAG_SECONDS: "Longest time from an event to its arrival in the last hour",
    HealthMetric.SILENCE_SECONDS: "Time since the provider's last webhook event",
    HealthMetric.OLDEST_UNAPPLIED_SECONDS: "Age of the oldest webhook event that is still retried",
    HealthMetric.FAILED: "Webhook events that are being retried",
    HealthMetric.DEAD: "Webhook events that were given up",
    HealthMetric.UNLINKED: "Accounts and guest purchases without an owner among the last day's webhook events",
    HealthMetric.CONTESTED: "Objects contested for over an hour",
    HealthMetric.AGENDA_OVERDUE: "Fetches that are over ten minutes late",
    HealthMetric.PORTAL_FAILURES: "Portals that could not be opened in the last hour",
    HealthMetric.BAD_SIGNATURES: "Webhook requests without a valid signature in the last hour",
    HealthMetric.DRIFT_FOUND: "Objects that reconciliation found to differ in the last day",
    HealthMetric.RECONCILED_SECONDS: "Time since the start of the last full reconciliation that finished",
}


class PrometheusMetrics:
    """Counts events of this process. Labels are names of configured providers, never values from a request."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._tally: Tally[tuple[CounterName, ProviderName]] = Tally()
        self._deliveries = Counter(
            "customer_portal_deliveries", "Webhook events with a valid signature", _BY_PROVIDER, registry=self._registry
        )
        self._lag = Histogram(
            "customer_portal_delivery_lag_seconds",
            "Time between a change, by the provider's clock, and the arrival of its webhook event",
            _BY_PROVIDER,
            buckets=_LAGS,
            registry=self._registry,
        )
        self._occurrences = {
            CounterName.SIGNATURE_REFUSED: Counter(
                "customer_portal_signatures_refused",
                "Webhook requests without a valid signature",
                _BY_PROVIDER,
                registry=self._registry,
            ),
            CounterName.PORTAL_FAILED: Counter(
                "customer_portal_portals_failed",
                "Portals that could not be opened",
                _BY_PROVIDER,
                registry=self._registry,
            ),
        }
        ProcessCollector(registry=self._registry)

    def observe_delivery(self, provider: ProviderName, behind: timedelta | None) -> None:
        self._deliveries.labels(provider).inc()
        if behind is not None:
            self._lag.labels(provider).observe(max(0.0, behind.total_seconds()))

    def increment(self, occurrence: CounterName, provider: ProviderName) -> None:
        self._occurrences[occurrence].labels(provider).inc()
        self._tally[occurrence, provider] += 1

    def drain(self) -> Counts:
        taken, self._tally = dict(self._tally), Tally()
        return taken

    def restore(self, counts: Counts) -> None:
        self._tally.update(dict(counts))

    def render(self, report: HealthReport | None) -> bytes:
        return generate_latest(self._registry) + generate_latest(_of(report))


def _of(report: HealthReport | None) -> CollectorRegistry:
    """Return the gauges of the health report. They come from the database, so every process reports the same values."""
    registry = CollectorRegistry()
    Gauge("customer_portal_database_up", "Whether the database is available", registry=registry).set(report is not None)
    if report is None:
        return registry
    healthy = Gauge("customer_portal_healthy", "Whether every health metric is within its limit", registry=registry)
    healthy.set(report.is_healthy)
    gauges: dict[HealthMetric, Gauge] = {}
    for reading in report.readings:
        labels = _BY_PROVIDER if reading.provider is not None else ()
        if reading.sign not in gauges:
            name = f"customer_portal_{reading.sign}"
            gauges[reading.sign] = Gauge(name, _MEANING[reading.sign], labels, registry=registry)
        gauge = gauges[reading.sign]
        if reading.value is not None:
            (gauge.labels(reading.provider) if reading.provider is not None else gauge).set(reading.value)
    return registry
