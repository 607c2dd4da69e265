"""`customer-portal worker` works, beside `serve --without-worker`, until it is told to stop."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import psycopg
import pytest

from integration.entrypoints.process import SECONDS, ended, free_port, serving
from integration.entrypoints.workers import rows, worker
from postgres import DatabaseUrl

SETTINGS = {"API_KEYS": "the-key-of-the-host", "MODE": "test"}
ON_A_FILE = {**SETTINGS, "DATABASE_URL": "sqlite:///portal.db"}


async def test_it_ends_when_it_is_told_to_and_says_how_it_is_meanwhile(
    tmp_path: Path, postgresql_url: DatabaseUrl
) -> None:
    port = free_port()
    settings = {**SETTINGS, "DATABASE_URL": postgresql_url, "METRICS_PORT": str(port)}
    async with worker(tmp_path, None, **settings) as running:
        async with httpx.AsyncClient(trust_env=False) as client:
            told = await client.get(f"http://127.0.0.1:{port}/metrics")
        assert "customer_portal_healthy 1" in told.text
        running.process.terminate()
        async with asyncio.timeout(SECONDS):
            assert await running.process.wait() == 0
    assert "the worker ends" in [line["event"] for line in running.said]
    assert {line["level"] for line in running.said} == {"info"}
    assert await rows(postgresql_url, "SELECT id FROM procrastinate_workers") == []


async def test_a_server_without_it_serves_and_works_nothing_off(tmp_path: Path, postgresql_url: DatabaseUrl) -> None:
    settings = {**SETTINGS, "DATABASE_URL": postgresql_url}
    async with serving(tmp_path, free_port(), "--without-worker", **settings) as (_, client):
        assert (await client.get("/health/ready")).status_code == 200
        assert await rows(postgresql_url, "SELECT id FROM procrastinate_workers") == []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("worker",), "a worker needs PostgreSQL: on an SQLite file, `customer-portal serve` does the work itself"),
        (
            ("serve", "--without-worker"),
            "--without-worker needs PostgreSQL: on an SQLite file nobody else can do the work",
        ),
    ],
)
async def test_on_a_file_there_is_none(tmp_path: Path, command: tuple[str, ...], says: str) -> None:
    assert await ended(tmp_path, *command, **ON_A_FILE) == (1, "", f"customer-portal: {says}\n")


@pytest.mark.parametrize("command", ["worker", "serve"])
async def test_without_the_tables_of_the_engine_it_says_what_to_do(
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
        """It begins now."""


async def test_a_database_of_another_mode_ends_it(tmp_path: Path, postgresql_url: DatabaseUrl) -> None:
    settings = {**SETTINGS, "DATABASE_URL": postgresql_url}
    async with worker(tmp_path, None, **settings):
        """It begins, and the database remembers the mode."""
    status, _, err = await ended(tmp_path, "worker", **{**settings, "MODE": "live"})
    assert status == 3
    assert "this database belongs to mode test" in err.splitlines()[-1]
