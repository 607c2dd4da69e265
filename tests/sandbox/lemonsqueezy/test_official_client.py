"""Lemon Squeezy's own JavaScript client works with the sandbox."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import pytest

from node import node, packages
from payment_sandbox.lemonsqueezy.api.dispatch import API_KEY
from payment_sandbox.lemonsqueezy.vendor import LemonSqueezyVendor
from sandbox.lemonsqueezy.stage import NOW, Stage
from sandbox.served import served

pytestmark = pytest.mark.processes

SCRIPT = (Path(__file__).parent / "official_client.mjs").read_text(encoding="utf-8")
REFUSED = {"refused": 401, "missing": 404}
MADE = {"checkout": 201, "newcomer": 201, "webhook": 201}
SILENT = "webhookGone"
"""Removing a webhook answers 204 and nothing more, which this client (4.0.0) takes for an answer that broke off."""


async def test_official_client_gets_the_expected_responses() -> None:
    folder = await asyncio.to_thread(packages)
    async with served({"lemonsqueezy": LemonSqueezyVendor}, real=lambda: NOW) as sandbox:
        stage = Stage(sandbox)
        stage.subscribe(stage.variant("Basic"), custom={"user_id": "user_ada"})
        stage.buy(stage.variant("Lifetime"), email="ben@example.com")
        address = cast(LemonSqueezyVendor, sandbox.vendors["lemonsqueezy"]).shop.links.address
        arguments = ["--input-type=module", "-", address, API_KEY]
        told = await asyncio.to_thread(node, arguments, folder=folder, seconds=60, say=SCRIPT)
    seen: dict[str, Any] = json.loads(told)
    expected = dict.fromkeys(seen, 200) | MADE | REFUSED | {SILENT: None}
    assert {name: each["statusCode"] for name, each in seen.items()} == expected, seen
    assert {name for name, each in seen.items() if each["error"] is not None} == {*REFUSED, SILENT}
    assert len(seen["webhooks"]["data"]["data"]) == len(seen["webhooksLeft"]["data"]["data"]) + 1
    assert attributes(seen, "plan")["product_name"] != "Basic" or attributes(seen, "plan")["variant_name"] != "Monthly"
    assert attributes(seen, "item")["quantity"] == 2
    assert [attributes(seen, name)["status"] for name in ("paused", "unpaused", "cancelled", "resumed")] == [
        "paused",
        "active",
        "cancelled",
        "active",
    ]
    assert attributes(seen, "archived")["status"] == "archived"
    assert attributes(seen, "orderRefund")["refunded_amount"] == 500
    assert attributes(seen, "invoiceRefund")["refunded_amount"] == 100
    assert {each["type"] for each in seen["customer"]["data"]["included"]} == {"orders", "subscriptions"}


def attributes(seen: dict[str, Any], name: str) -> Any:
    return seen[name]["data"]["data"]["attributes"]
