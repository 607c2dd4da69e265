"""A running service empties old payloads."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from application.ports.provider.event import Ignored
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.load import read_settings
from integration.entrypoints.operator import came, shell
from integration.entrypoints.process import free_port, serving
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

OPERATOR = {"authorization": "Bearer the-key-of-an-operator"}


async def test_running_service_empties_old_payloads(tmp_path: Path, sqlite_url: str) -> None:
    operator = shell(tmp_path, sqlite_url)
    await operator.hear(came("old", Ignored(reason="not handled"), payload='{"e-mail": "a@b.example"}'))
    without_a_provider = {name: value for name, value in operator.settings.items() if "STRIPE" not in name}
    settings = {**without_a_provider, "OPERATOR_KEYS": "the-key-of-an-operator", "EVENT_PAYLOAD_DAYS": "0"}
    async with serving(tmp_path, free_port(), **settings) as (_, client), asyncio.timeout(TIMEOUT):
        while True:
            shown = (await client.get("/v1/events/stripe:old", headers=OPERATOR)).json()
            if not shown["payload"]:
                break
            await asyncio.sleep(0.05)
    assert (shown["status"], shown["payload"]) == ("ignored", "")


def test_payloads_are_kept_for_ninety_days_by_default() -> None:
    assert read_settings({"API_KEYS": "key"}).payloads_kept.days == 90
    assert read_settings({"API_KEYS": "key", "EVENT_PAYLOAD_DAYS": "7"}).payloads_kept.days == 7
    with pytest.raises(InvalidSettings, match="EVENT_PAYLOAD_DAYS"):
        read_settings({"API_KEYS": "key", "EVENT_PAYLOAD_DAYS": "for ever"})
