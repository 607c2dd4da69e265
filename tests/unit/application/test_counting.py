"""Counters of a process, and how they are persisted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.instrumented_provider import instrument
from adapters.metrics import PrometheusMetrics
from application.operations.expose_metrics import ExposeMetrics
from application.operations.persist_counters import PersistCounters
from application.operations.show_status import ShowStatus
from application.ports.errors import InvalidSignature, ProviderUnavailable, StorageUnavailable
from application.ports.operations.metrics import CounterName
from application.ports.provider.event import Ignored
from application.ports.provider.portal import PortalRequest
from application.ports.provider.provider import Provider
from application.ports.provider.updates import ProviderUpdate
from domain.intent import Intent
from examples import ALPHA, NOON, ref, told_subscription
from fakes.clock import FakeClock
from fakes.failing import FailingStorage
from fakes.provider import SIGNATURE, FakeProvider
from fakes.storage import InMemoryStorage

REFUSED, FAILED = (CounterName.SIGNATURE_REFUSED, ALPHA), (CounterName.PORTAL_FAILED, ALPHA)
CLOCK = FakeClock(NOON + timedelta(seconds=90))


def connected(fake: FakeProvider, metrics: PrometheusMetrics) -> Provider:
    return instrument(fake.provider(), metrics, CLOCK)


def fake() -> FakeProvider:
    return FakeProvider(name=ALPHA, storage=InMemoryStorage())


async def exposed(metrics: PrometheusMetrics, storage: InMemoryStorage | FailingStorage | None = None) -> list[str]:
    status = ShowStatus(storage=storage or InMemoryStorage(), providers=frozenset({ALPHA}), clock=CLOCK)
    return (await ExposeMetrics(status=status, metrics=metrics)()).decode().splitlines()


async def test_delivery_is_counted_with_its_lag() -> None:
    metrics, provider = PrometheusMetrics(), fake()
    provider.deliveries[b"told"] = ProviderUpdate(snapshots=(told_subscription(),))
    provider.deliveries[b"nothing"] = Ignored(reason="not handled")
    webhooks = connected(provider, metrics).webhooks
    for body in (b"told", b"nothing"):
        webhooks.verify({SIGNATURE: "genuine"}, body, NOON)
        assert webhooks.decode({}, body).decoded == provider.deliveries[body]
    lines = await exposed(metrics)
    assert 'customer_portal_deliveries_total{provider="alpha"} 2.0' in lines
    assert 'customer_portal_delivery_lag_seconds_count{provider="alpha"} 1.0' in lines
    assert 'customer_portal_delivery_lag_seconds_sum{provider="alpha"} 90.0' in lines


async def test_forged_delivery_is_counted_and_refused() -> None:
    metrics = PrometheusMetrics()
    with pytest.raises(InvalidSignature):
        connected(fake(), metrics).webhooks.verify({}, b"forged", NOON)
    assert 'customer_portal_signatures_refused_total{provider="alpha"} 1.0' in await exposed(metrics)
    assert metrics.drain() == {REFUSED: 1}
    assert metrics.drain() == {}


async def test_missing_signature_is_counted() -> None:
    metrics = PrometheusMetrics()
    with pytest.raises(InvalidSignature):
        connected(fake(), metrics).webhooks.check_headers({})
    assert metrics.drain() == {REFUSED: 1}


async def test_failed_portal_is_counted_and_the_error_is_raised() -> None:
    metrics, provider = PrometheusMetrics(), fake()
    request = PortalRequest(
        account=ref("account"), intent=Intent.MANAGE, subscription=None, plan_changes=False, return_url=None
    )
    await connected(provider, metrics).portal.open(request)
    assert metrics.drain() == {}
    provider.fails = ProviderUnavailable(ALPHA, "no answer")
    with pytest.raises(ProviderUnavailable):
        await connected(provider, metrics).portal.open(request)
    assert metrics.drain() == {FAILED: 1}


async def test_counters_are_persisted_once_and_survive_a_database_outage() -> None:
    metrics, memory = PrometheusMetrics(), InMemoryStorage()
    storage = FailingStorage(inner=memory, down=True)
    keep = PersistCounters(storage=storage, metrics=metrics, clock=CLOCK)
    metrics.increment(*REFUSED)
    with pytest.raises(StorageUnavailable):
        await keep()
    metrics.increment(*REFUSED)
    storage.down = False
    await keep()
    await keep()
    assert list(memory.tables.occurrences.values()) == [2]
    assert storage.begun == 1


async def test_health_is_exposed_beside_the_counters() -> None:
    lines = await exposed(PrometheusMetrics())
    assert {"customer_portal_database_up 1.0", "customer_portal_healthy 1.0", "customer_portal_dead 0.0"} <= {*lines}
    assert 'customer_portal_bad_signatures{provider="alpha"} 0.0' in lines
    assert not any(line.startswith("customer_portal_silence_seconds{") for line in lines)


async def test_counters_are_exposed_without_a_database() -> None:
    metrics = PrometheusMetrics()
    metrics.increment(*FAILED)
    lines = await exposed(metrics, FailingStorage(inner=InMemoryStorage(), down=True))
    assert "customer_portal_database_up 0.0" in lines
    assert 'customer_portal_portals_failed_total{provider="alpha"} 1.0' in lines
    assert not any(line.startswith("customer_portal_healthy") for line in lines)
