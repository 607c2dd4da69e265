"""A killed run leaves no process behind."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from chaos.processes.clock import SharedClock
from postgres.server import free_port
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes


async def test_service_ends_when_its_parent_process_has_ended(tmp_path: Path) -> None:
    SharedClock.made(tmp_path / "clock")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "chaos.processes.portal", str(tmp_path / "clock"), "serve", "--port", str(free_port())),
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}",
            "MODE": "test",
            "API_KEYS": "the-key-of-the-host",
            "STRIPE_API_KEY": "sk_test_made_up",
            "STRIPE_API_BASE": "http://127.0.0.1:9",
            "STRIPE_WEBHOOK_SECRETS": "whsec_made_up",
        },
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    async with asyncio.timeout(TIMEOUT):
        while b"Uvicorn running" not in (line := await process.stderr.readline()):
            assert line, "the service ended before it was ready"
        process.stdin.close()
        assert await process.wait() == 1
