"""An operator sets up a new service at both providers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from fakes.lemonsqueezy_api import FakeLemonSqueezy
from fakes.over_http import over_http
from fakes.stripe_api import FakeStripe
from fakes.stripe_destinations import SECRET as THIN_SECRET
from fixtures.lemonsqueezy.payloads import STORE_ID
from fixtures.stripe.payloads import variant
from integration.entrypoints.process import documented_checks, ended, free_port, serving

pytestmark = pytest.mark.processes

NEW_SECRET: str = variant("webhook_endpoint.created")["secret"]
OLD_SECRET = "whsec_of_before"
STORE_SECRET = "a secret for the store's webhook"


@dataclass(kw_only=True)
class Operator:
    """An operator with a shell in a folder of their own; `settings` holds their settings so far."""

    folder: Path
    port: int
    stripe: FakeStripe
    lemonsqueezy: FakeLemonSqueezy
    settings: dict[str, str]

    async def runs(self, *command: str) -> tuple[int | None, str, str]:
        return await ended(self.folder, *command, **self.settings)

    async def reads(self, *command: str) -> tuple[int | None, Any]:
        """Run the command with `--json`."""
        status, out, err = await self.runs(*command, "--json")
        assert err == ""
        return status, json.loads(out)


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    stripe, lemonsqueezy, port = FakeStripe(), FakeLemonSqueezy(), free_port()
    stripe.hold(variant("billing_portal.configuration.with_plan_changes"))
    async with AsyncExitStack() as open_until_the_end:
        settings = {
            "MODE": "test",
            "API_KEYS": "the-key-of-the-host",
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "STRIPE_API_KEY": stripe.key,
            "STRIPE_API_BASE": await open_until_the_end.enter_async_context(over_http(stripe)),
            "LEMONSQUEEZY_API_KEY": lemonsqueezy.key,
            "LEMONSQUEEZY_API_BASE": await open_until_the_end.enter_async_context(over_http(lemonsqueezy)),
            "LEMONSQUEEZY_STORE_ID": STORE_ID,
            "LEMONSQUEEZY_WEBHOOK_SECRETS": STORE_SECRET,
        }
        yield Operator(folder=tmp_path, port=port, stripe=stripe, lemonsqueezy=lemonsqueezy, settings=settings)


async def test_new_service_is_set_up_until_everything_is_fine(operator: Operator) -> None:
    status, out, err = await operator.runs("webhooks", "install")
    assert (status, err, out.count(NEW_SECRET)) == (0, "", 1)
    assert "STRIPE_WEBHOOK_SECRETS" in out
    assert STORE_SECRET not in out
    operator.settings["STRIPE_WEBHOOK_SECRETS"] = f"{NEW_SECRET},{OLD_SECRET}"
    async with serving(operator.folder, operator.port, **operator.settings) as (_, client):
        status, out, err = await operator.runs("doctor")
        assert (status, err) == (0, ""), out
        assert {line.split()[0] for line in out.splitlines()} == {"fine"}
        said = [line.partition(": ")[2] for line in out.splitlines()]
        for which in ("1 of 2", "2 of 2", "1 of 1"):
            assert said.count(f"an event signed with webhook secret {which} is accepted") == 1
        assert said.count("an unsigned event is rejected") == 2
        assert "the API key is for test mode" in said
        assert [secret for secret in (NEW_SECRET, OLD_SECRET, STORE_SECRET, "sk_test") if secret in out] == []
        assert (await forged(client)).status_code == 400
        status, told = await operator.reads("doctor")
        assert (status, told["status"], {each["outcome"] for each in told["findings"]}) == (0, "fine", {"fine"})
        assert {each["check"] for each in told["findings"]} <= documented_checks()


async def test_service_with_thin_events_is_set_up_until_everything_is_fine(operator: Operator) -> None:
    status, told = await operator.reads("webhooks", "install", "--thin")
    by_name = {each["provider"]: each for each in told["webhooks"]}
    assert (status, by_name["stripe"]["change"], by_name["stripe"]["secret"]) == (0, "created", THIN_SECRET)
    operator.settings["STRIPE_WEBHOOK_SECRETS"] = THIN_SECRET
    async with serving(operator.folder, operator.port, **operator.settings):
        status, told = await operator.reads("doctor")
    assert (status, {each["outcome"] for each in told["findings"]}) == (0, {"fine"}), told
    assert any("delivers thin events here" in each["seen"] for each in told["findings"])
    assert {each["check"] for each in told["findings"]} <= documented_checks()
    status, out, _ = await operator.runs("webhooks", "install", "--thin")
    assert (status, THIN_SECRET in out) == (0, False)


async def test_unreachable_provider_is_distinguished_from_a_problem(operator: Operator) -> None:
    await operator.runs("webhooks", "install")
    operator.settings["STRIPE_WEBHOOK_SECRETS"] = NEW_SECRET
    async with serving(operator.folder, operator.port, **operator.settings):
        operator.settings["LEMONSQUEEZY_API_BASE"] = f"http://127.0.0.1:{free_port()}"
        status, told = await operator.reads("doctor")
    outcomes = {(each["subject"], each["outcome"]) for each in told["findings"] if each["outcome"] != "fine"}
    assert (status, told["status"], outcomes) == (4, "unknown", {("lemonsqueezy", "unknown")})


async def test_repeated_installation_changes_nothing_and_shows_no_secret(operator: Operator) -> None:
    status, told = await operator.reads("webhooks", "install")
    first = {each["provider"]: each for each in told["webhooks"]}
    assert (status, told["status"]) == (0, "fine")
    assert [(each["change"], each["secret"]) for each in told["webhooks"]] == [
        ("created", NEW_SECRET),
        ("created", None),
    ]
    held = {**operator.stripe.objects}, {**operator.lemonsqueezy.objects}
    status, told = await operator.reads("webhooks", "install")
    assert (status, NEW_SECRET in str(told)) == (0, False)
    again = {each["provider"]: each for each in told["webhooks"]}
    assert again["stripe"]["change"] == "unchanged"
    assert again["lemonsqueezy"]["change"] == "updated"
    assert {name: each["endpoint"] for name, each in again.items()} == {
        name: each["endpoint"] for name, each in first.items()
    }
    assert (operator.stripe.objects, operator.lemonsqueezy.objects) == held


async def test_running_service_with_other_secrets_is_detected(operator: Operator) -> None:
    await operator.runs("webhooks", "install")
    running = {**operator.settings, "STRIPE_WEBHOOK_SECRETS": OLD_SECRET}
    operator.settings["STRIPE_WEBHOOK_SECRETS"] = f"{OLD_SECRET},{NEW_SECRET}"
    async with serving(operator.folder, operator.port, **running):
        status, told = await operator.reads("doctor")
    wrong = [(each["subject"], each["seen"]) for each in told["findings"] if each["outcome"] != "fine"]
    assert (status, wrong) == (1, [("stripe", "the running service rejects events signed with webhook secret 2 of 2")])


async def test_refused_key_of_one_provider_does_not_prevent_installation_at_the_other(operator: Operator) -> None:
    operator.settings["STRIPE_API_KEY"] = "sk_test_of_somebody_else"
    status, out, err = await operator.runs("webhooks", "install")
    assert (status, err) == (1, "")
    assert "stripe: failed: the API key is invalid\n  -> set STRIPE_API_KEY" in out
    assert "lemonsqueezy: " in out
    assert "created" in out
    assert "sk_test_of_somebody_else" not in out


async def forged(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post("/webhooks/stripe", content=b"{}", headers={"stripe-signature": "t=1,v1=" + "0" * 64})
