"""Health of the installation, by command and on a separate port."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from application.ports.provider.event import Undecodable
from integration.entrypoints.operator import Shell, came, shell
from integration.entrypoints.process import ended, free_port, serving

pytestmark = pytest.mark.processes


@pytest.fixture
async def operator(tmp_path: Path, sqlite_url: str) -> Shell:
    return shell(tmp_path, sqlite_url)


async def test_status_exits_with_1_and_names_the_problems(operator: Shell) -> None:
    await operator.hear(came("old", Undecodable(error="unknown")))
    status, out, err = await operator.runs("status")
    assert (status, err) == (1, "")
    assert (out.count("PROBLEM"), out.splitlines()[-1]) == (2, "Billing needs attention. See docs/operating.md.")
    status, told = await operator.reads("status")
    assert (status, told["status"]) == (1, "unhealthy")
    assert {reading["sign"] for reading in told["readings"] if not reading["fine"]} == {
        "oldest_unapplied_seconds",
        "silence_seconds",
    }
    status, told = await operator.reads("status", "--silence", "99999d")
    assert {reading["sign"] for reading in told["readings"] if not reading["fine"]} == {"oldest_unapplied_seconds"}


async def test_empty_installation_is_healthy(operator: Shell) -> None:
    status, out, _ = await operator.runs("status")
    assert (status, out.splitlines()[-1]) == (0, "Billing is healthy.")
    assert "PROBLEM" not in out


async def test_metrics_are_served_on_a_separate_port(tmp_path: Path) -> None:
    port, beside = free_port(), free_port()
    settings = {"API_KEYS": "the-key-of-the-host", "METRICS_PORT": str(beside)}
    async with serving(tmp_path, port, **settings) as (process, client):
        assert (await client.get("/metrics")).status_code == 401
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{beside}", trust_env=False) as monitoring:
            assert "customer_portal_healthy 1.0" in (await monitoring.get("/metrics")).text
        status, out, err = await ended(tmp_path, "serve", "--port", str(free_port()), **settings)
        assert (status, out) == (2, "")
        assert "METRICS_PORT: cannot be used" in err
        process.terminate()
        await process.communicate()
    assert process.returncode == 0
