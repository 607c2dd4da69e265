"""`customer-portal reconcile` as an operator runs it, with both providers in a sandbox."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from integration.entrypoints.process import ended
from payment_sandbox.lemonsqueezy.api.dispatch import API_KEY
from payment_sandbox.vendors import EVERY_VENDOR
from sandbox.lemonsqueezy.stage import Stage
from sandbox.served import served

pytestmark = pytest.mark.processes

KEYS = {
    "MODE": "test",
    "API_KEYS": "the-key-of-the-host",
    "STRIPE_API_KEY": "sk_test_made_up",
    "STRIPE_WEBHOOK_SECRETS": "whsec_made_up",
    "LEMONSQUEEZY_API_KEY": API_KEY,
    "LEMONSQUEEZY_WEBHOOK_SECRETS": "made_up_secret",
    "LEMONSQUEEZY_STORE_ID": "1001",
}


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> dict[str, str]:
    (tmp_path / "portal.db").write_bytes(Path(sqlite_url.removeprefix("sqlite:///")).read_bytes())
    return {**KEYS, "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}"}


async def test_reconcile_fills_an_empty_mirror_and_reports_drift_before_repairing_it(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    async with served(EVERY_VENDOR) as sandbox:
        shop = Stage(sandbox)
        for number in range(120):
            shop.subscribe(email=f"user_{number}@example.com")
        reached = {
            **settings,
            "STRIPE_API_BASE": shop.shop.links.address.replace("lemonsqueezy", "stripe"),
            "LEMONSQUEEZY_API_BASE": shop.shop.links.address,
        }

        async def reconciled(*further: str) -> tuple[int | None, dict[str, Any]]:
            status, out, err = await ended(tmp_path, "reconcile", "--json", *further, **reached)
            assert "Traceback" not in err, err
            return status, json.loads(out)

        status, told = await reconciled("--dry-run")
        assert (status, told["status"]) == (1, "drift")
        status, told = await reconciled()
        assert (status, told["status"]) == (0, "drift")
        [of_shop] = [each for each in told["providers"] if each["provider"] == "lemonsqueezy"]
        assert {"kind": "subscription", "seen": 120, "new": 120, "differing": 0, "absent": 0} in of_shop["kinds"]
        assert await reconciled("--dry-run") == (0, {**told, "status": "equal", "dry_run": True, **nothing(told)})

        status, out, _ = await ended(tmp_path, "reconcile", "--provider", "lemonsqueezy", **reached)
        assert (status, out.splitlines()[-1]) == (0, "The mirror matches the providers.")


async def test_disconnected_provider_is_refused(tmp_path: Path, settings: dict[str, str]) -> None:
    status, out, err = await ended(tmp_path, "reconcile", "--provider", "acme", **settings)
    assert (status, out) == (1, "")
    assert "no provider named acme is configured" in err


def nothing(told: dict[str, Any]) -> dict[str, Any]:
    """Expect the same objects and no drift."""
    of_each = [
        {**each, "differences": [], "kinds": [{**counts, "new": 0, "differing": 0} for counts in each["kinds"]]}
        for each in told["providers"]
    ]
    return {"providers": of_each}
