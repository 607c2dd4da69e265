"""`customer-portal worker` runs beside `serve --without-worker` until it is stopped."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import psycopg
import pytest

from integration.entrypoints.process import ended, free_port, serving
from integration.entrypoints.workers import rows, worker
from postgres import DatabaseUrl
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

SETTINGS = {"API_KEYS": "the-key-of-the-host", "MODE": "test"}
ON_A_FILE = {**SETTINGS, "DATABASE_URL": "sqlite:///portal.db"}


async def test_worker_reports_its_health_and_stops_on_a_signal(tmp_path: Path, postgresql_url: DatabaseUrl) -> None:
    port = free_port()
    settings = {**SETTINGS, "DATABASE_URL": postgresql_url, "METRICS_PORT": str(port)}
    async with worker(tmp_path, None, **settings) as running:
        async with httpx.AsyncClient(trust_env=False) as client:
            told = await client.get(f"http://127.0.0.1:{port}/metrics")
        assert "customer_portal_healthy 1" in told.text
        running.process.terminate()
        async with asyncio.timeout(TIMEOUT):
            assert await running.process.wait() == 0
    assert "worker stopping" in [line["event"] for line in running.said]
    assert {line["level"] for line in running.said} == {"info"}
    assert await rows(postgresql_url, "SELECT id FROM procrastinate_workers") == []


async def test_server_without_a_worker_processes_no_jobs(tmp_path: Path, postgresql_url: DatabaseUrl) -> None:
    settings = {**SETTINGS, "DATABASE_URL": postgresql_url}
    async with serving(tmp_path, free_port(), "--without-worker", **settings) as (_, client):
        assert (await client.get("/health/ready")).status_code == 200
        assert await rows(postgresql_url, "SELECT id FROM procrastinate_workers") == []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("worker",), "a worker requires PostgreSQL: with SQLite, `customer-portal serve` does the background work"),
        (
            ("serve", "--without-worker"),
            "--without-worker requires PostgreSQL: with SQLite, `serve` must do the background work itself",
        ),
    ],
)
async def test_sqlite_file_has_no_separate_worker(tmp_path: Path, command: tuple[str, ...], says: str) -> None:
    assert await ended(tmp_path, *command, **ON_A_FILE) == (1, "", f"customer-portal: {says}\n")


@pytest.mark.parametrize("command", ["worker", "serve"])
async def test_missing_job_tables_are_reported_with_a_remedy(
    tmp_path: Path, postgresql_url: DatabaseUrl, command: str
) -> None:
    settings = {**SETTINGS, "DATABASE_URL": postgresql_url}
    with psycopg.connect(postgresql_url) as operator:
        operator.execute("DROP TABLE procrastinate_jobs CASCADE")
    status, _, err = await ended(tmp_path, command, **settings)
    assert status == 3
    assert err.splitlines()[-1].endswith("run `customer-portal migrate`")
    assert (await ended(tmp_path, "migrate", **settings))[0] == 0
    async with worker(tmp_path, None, **settings):
        """The worker starts."""


async def test_database_of_another_mode_stops_the_worker(tmp_path: Path, postgresql_url: DatabaseUrl) -> None:
    settings = {**SETTINGS, "DATABASE_URL": postgresql_url}
    async with worker(tmp_path, None, **settings):
        """The worker starts, and the mode is stored in the database."""
    status, _, err = await ended(tmp_path, "worker", **{**settings, "MODE": "live"})
    assert status == 3
    assert "the database belongs to mode test" in err.splitlines()[-1]
