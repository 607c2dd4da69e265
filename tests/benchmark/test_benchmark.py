"""The benchmark measures the right things; its speed is not tested."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

TESTS = Path(__file__).parents[1]
FEW = ("--customers", "30", "--clients", "2", "--seconds", "0.1", "--much", "3", "--json")


async def test_benchmark_receives_webhooks_and_reads_billing_on_both_databases() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmark", *FEW),
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(TIMEOUT):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, err.decode()
    told = json.loads(out)
    measured = {(each["database"], each["what"], each["clients"]) for each in told["figures"]}
    databases = ("postgresql", "sqlite")
    usual = {(d, w, c) for d in databases for w in ("webhooks", "billing") for c in (1, 2)}
    assert measured == usual | {(d, f"{w}, 3 things", 1) for d in databases for w in ("webhooks", "billing", "page")}
    assert all(each["a_second"] > 0 and each["p50_ms"] <= each["p99_ms"] for each in told["figures"])
    webhooks = [each for each in told["figures"] if each["what"] == "webhooks"]
    assert {(each["statements"], each["transactions"]) for each in webhooks} == {(5, 1)}
    assert [plan["database"] for plan in told["plans"]] == ["postgresql"]
