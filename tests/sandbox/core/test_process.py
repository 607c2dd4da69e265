"""The real command, killed during its work and restarted."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

KEY = {"Authorization": "Bearer sk_test_example"}


class Receiver:
    """Receives webhooks on loopback, and counts those of each customer."""

    def __init__(self) -> None:
        self.told: dict[str, int] = {}

    async def listen(self, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._answer, "127.0.0.1", port)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        (length,) = [int(line.partition(b":")[2]) for line in head.lower().splitlines() if b"content-length" in line]
        body = (await reader.readexactly(length)).decode()
        name = body.partition('"name": "')[2].partition('"')[0]
        self.told[name] = self.told.get(name, 0) + 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def running(
    folder: Path, *arguments: str, **environment: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    """Run the command, and yield once it responds."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "entrypoints.cli", "sandbox", "--port", "0", "--state", str(folder / "state.sqlite3")),
        *arguments,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(TIMEOUT):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("stripe: http://127.0.0.1:")
        address = line.strip().removeprefix("stripe: ").removesuffix("/stripe")
        async with httpx.AsyncClient(base_url=address, headers=KEY, trust_env=False) as client:
            yield process, client
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_killed_sandbox_loses_nothing_and_continues(tmp_path: Path, unused_port: int) -> None:
    receiver = Receiver()
    to_receiver = ("--stripe-webhook-url", f"http://127.0.0.1:{unused_port}/")
    made: list[str] = []

    async with running(tmp_path, *to_receiver, SANDBOX_STRIPE_WEBHOOK_SECRET="whsec_x") as (process, client):
        with pytest.raises(httpx.TransportError):
            await _make_customers(client, made, process.kill)

    async with running(tmp_path) as (process, client), await receiver.listen(unused_port):
        kept = (await client.get("/_sandbox/stripe/records/customer")).json()
        assert [each["name"] for each in kept][: len(made)] == made
        await client.post("/_sandbox/clock/move", json={"seconds": 60})
        async with asyncio.timeout(TIMEOUT):
            while not await _everything_is_sent(client):
                assert process.returncode is None
                await asyncio.sleep(0.05)
    assert set(receiver.told) == {each["name"] for each in kept}


async def _make_customers(client: httpx.AsyncClient, made: list[str], kill: Callable[[], None]) -> None:
    """Create customers one after another, without an end; `made` lists those that were confirmed."""
    while True:
        answer = await client.post("/stripe/v1/customers", data={"name": f"customer {len(made)}"})
        if answer.status_code == 429:
            await client.post("/_sandbox/clock/move", json={"seconds": 1})
            continue
        made.append(answer.raise_for_status().json()["name"])
        if len(made) == 40:
            kill()


async def _everything_is_sent(client: httpx.AsyncClient) -> bool:
    return bool((await client.get("/_sandbox/deliveries")).json()["waiting"] == 0)


async def refusal(folder: Path, *arguments: str) -> tuple[int | None, str]:
    """Return exit status and output of a command that refuses to start."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "payment_sandbox", *arguments),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(TIMEOUT):
        _, said = await process.communicate()
    return process.returncode, said.decode()


async def test_missing_secret_prevents_the_start(tmp_path: Path) -> None:
    status, said = await refusal(tmp_path, "--stripe-webhook-url", "http://127.0.0.1:1/")
    assert (status, said) == (2, "sandbox: SANDBOX_STRIPE_WEBHOOK_SECRET must contain the signing secret\n")


async def test_unusable_file_is_named(tmp_path: Path) -> None:
    status, said = await refusal(tmp_path, "--port", "0", "--state", "nowhere/state.sqlite3")
    assert (status, said.partition(":")[2]) == (
        2,
        " the file nowhere/state.sqlite3 cannot be used: unable to open database file\n",
    )


async def test_occupied_port_is_named(tmp_path: Path) -> None:
    async with await Receiver().listen(0) as taken:
        port = str(taken.sockets[0].getsockname()[1])
        status, said = await refusal(tmp_path, "--port", port)
    assert (status, said.startswith(f"sandbox: the port {port} cannot be used")) == (2, True)


async def test_sandbox_stops_cleanly_on_a_signal(tmp_path: Path) -> None:
    async with running(tmp_path) as (process, client):
        assert (await client.get("/_sandbox/clock")).is_success
        process.terminate()
        async with asyncio.timeout(TIMEOUT):
            assert await process.wait() == 0
