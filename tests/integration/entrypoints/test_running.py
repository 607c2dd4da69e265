"""The assembled service without its server, on a real file and without providers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast, get_type_hints

import httpx
import pytest

from application.operations.verify_database_owner import WrongDatabase
from application.ports.errors import StorageUnavailable
from application.ports.operations.customer_limits import CustomerLimit
from application.use_cases import UseCases
from entrypoints.container import Container
from entrypoints.http.app import create_app
from entrypoints.runtime import Runtime, start_runtime
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.load import read_settings
from entrypoints.settings.model import Settings
from entrypoints.tokens.browser_token import BrowserTokens
from examples import ADA, NOON
from fakes.clock import FakeClock
from silence.made_up import secret

STRIPE = {
    "STRIPE_API_KEY": "sk_test_1",
    "STRIPE_WEBHOOK_SECRETS": "whsec_1",
    "STRIPE_API_BASE": "http://127.0.0.1:9",
}


def settings(folder: Path, **more: str) -> Settings:
    values = {
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "API_KEYS": "a-key",
        "JWT_SECRET": "x" * 32,
        **more,
    }
    return read_settings({name: value for name, value in values.items() if value})


def never() -> None:
    raise AssertionError("nothing has told it to stop")


def misfits(thing: Any) -> list[str]:
    """Find the fields of our dataclasses, at any depth, whose values are not of the declared type."""
    found = []
    for name, declared in get_type_hints(type(thing)).items():
        value = getattr(thing, name)
        if isinstance(declared, type) and not getattr(declared, "_is_protocol", False):
            found += [] if isinstance(value, declared) else [f"{type(thing).__name__}.{name}: {type(value)}"]
        if type(value).__module__.startswith("application.") and dataclasses.is_dataclass(value):
            found += misfits(value)
    return found


async def test_every_dependency_has_its_declared_type(tmp_path: Path) -> None:
    async with start_runtime(settings(tmp_path, **STRIPE), stop=never) as portal:
        assert isinstance(portal, Runtime)
        assert isinstance(portal.tokens, BrowserTokens)
        assert {field.name for field in dataclasses.fields(UseCases)} == set(get_type_hints(UseCases))
        assert misfits(portal.use_cases) == []
        assert isinstance(portal.use_cases.ask_provider.providers, Mapping)
        assert list(portal.use_cases.ask_provider.providers) == ["stripe"]


async def test_replaced_clock_is_used_everywhere(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    async with start_runtime(settings(tmp_path, **STRIPE), stop=never, clock=clock) as portal:
        assert portal.clock is clock
        assert portal.use_cases.show_billing.clock is clock
        assert portal.use_cases.receive_webhook.clock is clock


async def test_shared_limits_use_the_replaced_clock(tmp_path: Path) -> None:
    clock, hourly = FakeClock(NOON), CustomerLimit(name="portal_sessions", most=1, window=timedelta(hours=1))
    async with start_runtime(settings(tmp_path, **STRIPE), stop=never, clock=clock) as portal:
        waits = [await portal.limits.admit(hourly, ADA) for _ in range(2)]
        clock.moment += timedelta(hours=1)
        waits.append(await portal.limits.admit(hourly, ADA))
    assert waits == [timedelta(), timedelta(hours=1), timedelta()]


def test_mismatched_dependency_is_detected(tmp_path: Path) -> None:
    container = Container(settings=settings(tmp_path, **STRIPE))
    clock: Any = container.clock()
    assert misfits(dataclasses.replace(container.use_cases(), show_customer=clock)) != []


async def test_service_starts_from_a_new_file(tmp_path: Path) -> None:
    chosen = settings(tmp_path, **STRIPE)
    async with start_runtime(chosen, stop=never) as portal:
        app = create_app(
            portal.use_cases,
            chosen.http,
            clock=portal.clock,
            tokens=portal.tokens,
            limits=portal.limits,
            check_storage=portal.check_storage,
        )
        transport = httpx.ASGITransport(app=cast(Any, app))
        async with httpx.AsyncClient(transport=transport, base_url="http://portal.test") as client:
            assert (await client.get("/health/ready")).status_code == 200
            headers = {"authorization": "Bearer a-key"}
            created = await client.put("/v1/customers/ada", json={"name": "Ada"}, headers=headers)
            assert (created.status_code, created.json()["name"]) == (201, "Ada")
            forged = await client.post("/webhooks/stripe", content=b"{}", headers={"stripe-signature": "t=1,v1=a"})
            assert forged.status_code == 400


async def test_database_of_the_other_mode_is_refused(tmp_path: Path) -> None:
    async with start_runtime(settings(tmp_path, MODE="test"), stop=never):
        pass
    with pytest.raises(WrongDatabase):
        async with start_runtime(settings(tmp_path, MODE="live"), stop=never):
            raise AssertionError("it must not be served")


async def test_unreachable_database_is_refused_without_its_url(tmp_path: Path) -> None:
    url = f"postgresql://portal:{secret('hunter2')}@127.0.0.1:9/portal"
    with pytest.raises(StorageUnavailable) as refused:
        async with start_runtime(settings(tmp_path, DATABASE_URL=url), stop=never):
            raise AssertionError("it must not be served")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://[::1/portal"])
async def test_malformed_database_url_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidSettings, match="DATABASE_URL: "):
        async with start_runtime(settings(tmp_path, DATABASE_URL=url), stop=never):
            raise AssertionError("it must not be served")


async def test_browser_tokens_need_a_configured_key(tmp_path: Path) -> None:
    async with start_runtime(settings(tmp_path, JWT_SECRET=""), stop=never) as portal:
        assert portal.tokens is None


async def test_service_starts_without_any_provider(tmp_path: Path) -> None:
    async with start_runtime(settings(tmp_path), stop=never) as portal:
        assert portal.use_cases.ask_provider.providers == {}
