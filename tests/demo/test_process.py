"""The demo as it is started: one process that prints its address, resumes its state, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest

from portal_demo.folder import read_kept
from portal_demo.ports import FRIENDLY, LOOPBACK, url
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

_DEMO = (sys.executable, "-m", "portal_demo")


@pytest.fixture(scope="module", autouse=True)
def _friendly_ports_are_taken() -> Iterator[None]:
    """Occupy the default ports, so that no demo of another test process takes those of one that is being restarted."""
    with ExitStack() as held:
        for port in FRIENDLY:
            with suppress(OSError):
                held.enter_context(socket.create_server((LOOPBACK, port)))
        yield


@asynccontextmanager
async def started(*command: str) -> AsyncIterator[tuple[Process, str]]:
    """Start the demo and yield the process and its first line."""
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, start_new_session=True)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(TIMEOUT):
            yield process, (await process.stdout.readline()).decode()
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def page(folder: Path) -> str:
    """Return the first page of the demo in this folder."""
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as client:
        answer = await client.get(address(folder))
        assert answer.status_code == 200, answer.text
        return answer.text


async def add_somebody(folder: Path) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as client:
        at = address(folder)
        answer = await client.post(f"{at}/customers", data={"name": "Henry Irving"}, headers={"Origin": at})
        assert answer.status_code == 303, answer.text


def address(folder: Path) -> str:
    return url(ports(folder)[0])


def ports(folder: Path) -> tuple[int, int, int]:
    kept = read_kept(folder)
    assert kept is not None
    assert kept.ports is not None
    return kept.ports


def nobody_listens(folder: Path) -> bool:
    for port in ports(folder):
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return False
    return True


async def until(come: Callable[[], bool]) -> None:
    for _ in range(int(TIMEOUT) * 20):
        if come():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def test_demo_survives_being_killed_and_starts_over_only_on_reset(tmp_path: Path) -> None:
    demo = (*_DEMO, "--folder", str(tmp_path))
    async with started(*demo) as (process, line):
        assert f"Open {address(tmp_path)} " in line
        shown = await page(tmp_path)
        for what in (
            "Alice Baker",
            "Grace Hill",
            "past due",
            "cancels_at_period_end",
            "purchase_paid",
            "nothing_bought",
        ):
            assert what in shown
        await add_somebody(tmp_path)
        async with started(*demo) as (second, refusal):
            assert refusal == f"The demo is already running: {address(tmp_path)}\n"
            assert await second.wait() == 1
        process.kill()
        await process.wait()
    assert nobody_listens(tmp_path)

    before = ports(tmp_path)
    async with started(*demo) as (process, line):
        assert ports(tmp_path) == before
        shown = await page(tmp_path)
        assert "Henry Irving" in shown
        assert shown.count("Alice Baker</a>") == 1
        process.terminate()
        assert await process.wait() == 0
    assert nobody_listens(tmp_path)

    async with started(*demo, "--reset") as (_, line):
        assert line.startswith("Open ")
        assert "Henry Irving" not in await page(tmp_path)


async def test_interrupted_seeding_is_repeated(tmp_path: Path) -> None:
    demo = (*_DEMO, "--folder", str(tmp_path))
    process = await asyncio.create_subprocess_exec(*demo, stdout=PIPE)
    try:
        await until((tmp_path / "customers.json").exists)
    finally:
        process.kill()
        await process.communicate()
    async with started(*demo) as (_, line):
        assert line.startswith("Open ")
        assert "past due" in await page(tmp_path)


async def test_occupied_previous_port_is_named(tmp_path: Path) -> None:
    demo = (*_DEMO, "--folder", str(tmp_path))
    async with started(*demo):
        pass
    taken = ports(tmp_path)[1]
    with socket.create_server((LOOPBACK, taken)):
        async with started(*demo) as (process, line):
            assert line.startswith(f"Port {taken}, which the demo used before, is taken.")
            assert await process.wait() == 1


async def test_demo_ends_with_its_parent_even_if_that_is_killed(tmp_path: Path) -> None:
    demo = (*_DEMO, "--folder", str(tmp_path), "--ends-with-parent")
    async with started("/bin/sh", "-c", '"$@"; true', "sh", *demo) as (parent, line):
        assert line.startswith("Open ")
        parent.kill()
        await parent.wait()
        await until(lambda: nobody_listens(tmp_path))
