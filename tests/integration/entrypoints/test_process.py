"""The real command, as an operator starts it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from entrypoints.connection_limits import BoundedConnection
from integration.entrypoints.process import documented_checks, ended, free_port, serving
from silence.hearing import EAR
from silence.made_up import secret
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

KEY = secret("the-key-of-the-host")
PASSWORD = secret("hunter2")
SECONDS_TO_STOP = 12.0
"""Half a body is waited for a little, and not as long as an answer would be."""


async def answer_to_a_head_of(size: int, port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /health/live HTTP/1.1\r\nX: ".ljust(size, b"x"))
    async with asyncio.timeout(TIMEOUT):
        answer: bytes = await reader.readline()
    writer.close()
    return answer


async def test_service_runs_on_a_file_until_it_is_stopped(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"API_KEYS='{KEY}'  # of the host\n")
    port = free_port()
    async with serving(tmp_path, port) as (process, client):
        headers = {"authorization": f"Bearer {KEY}"}
        created = await client.put("/v1/customers/ada%40b.example", json={"email": "a@b.example"}, headers=headers)
        assert (created.status_code, created.json()["id"]) == (201, "ada@b.example")
        assert "server" not in created.headers
        assert (await client.get("/v1/customers/%2E%2E/billing", headers=headers)).status_code == 400
        too_much = await client.put("/v1/customers/ada", json={"name": "x" * 2_000_000}, headers=headers)
        assert too_much.status_code == 413
        assert (await answer_to_a_head_of(BoundedConnection.head_bytes + 1, port)).startswith(b"HTTP/1.1 400 ")
        _, half_a_request = await asyncio.open_connection("127.0.0.1", port)
        half_a_request.write(b"POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        await half_a_request.drain()
        process.terminate()
        async with asyncio.timeout(SECONDS_TO_STOP):
            out, err = await process.communicate()
        half_a_request.close()
    assert (process.returncode, out) == (0, b"")
    assert (tmp_path / "customer-portal.sqlite3").exists()
    lines = [json.loads(line) for line in err.decode().splitlines()]
    assert lines
    EAR.hear(err.decode())
    assert KEY not in err.decode()
    assert "ada" not in err.decode()


async def test_all_invalid_settings_are_named(tmp_path: Path) -> None:
    status, out, err = await ended(tmp_path, "serve", MODE="x", STRIPE_API_KEY="sk_test_secret")
    assert (status, out) == (2, "")
    named = [line.split(": ")[1] for line in err.splitlines()]
    assert named == ["invalid settings", "MODE", "API_KEYS", "STRIPE_WEBHOOK_SECRETS"]
    assert "sk_test_secret" not in err


async def test_database_of_another_mode_stops_the_service(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"API_KEYS={KEY}\nMODE=test\n")
    async with serving(tmp_path, free_port()):
        pass
    status, _, err = await ended(tmp_path, "serve", MODE="live")
    assert status == 3
    assert "the database belongs to mode test" in err.splitlines()[-1]


async def test_migrate_needs_only_the_database_and_reports_the_result(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    assert await ended(tmp_path, "migrate", **settings) == (0, "The database is up to date.\n", "")
    status, out, _ = await ended(tmp_path, "migrate", "--json", **settings)
    assert (status, json.loads(out)) == (0, {"status": "up_to_date"})
    assert (tmp_path / "new.db").exists()


async def test_doctor_reports_missing_settings_and_install_needs_a_public_url(tmp_path: Path) -> None:
    status, out, _ = await ended(tmp_path, "doctor", "--json", API_KEYS=KEY)
    told = json.loads(out)
    problems = {each["check"] for each in told["findings"] if each["outcome"] == "problem"}
    assert (status, told["status"]) == (1, "not_fine")
    assert {"database", "public_url", "providers"} <= problems
    assert problems <= documented_checks()
    assert not (tmp_path / "customer-portal.sqlite3").exists()
    status, out, err = await ended(tmp_path, "webhooks", "install", API_KEYS=KEY)
    assert (status, out) == (2, "")
    assert "PUBLIC_URL" in err


@pytest.mark.parametrize("command", ["serve", "migrate"])
async def test_unreachable_database_stops_the_command_without_showing_its_url(tmp_path: Path, command: str) -> None:
    url = f"postgresql://portal:{PASSWORD}@127.0.0.1:9/portal"
    status, _, err = await ended(tmp_path, command, API_KEYS=KEY, DATABASE_URL=url)
    assert status == 3
    assert PASSWORD not in err
    assert err.splitlines()[-1].startswith("customer-portal: ")
