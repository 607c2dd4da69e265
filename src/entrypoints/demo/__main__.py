"""Plays the demo: `python -m entrypoints.demo`. Exits with 1 if anything differs from what should be."""

from __future__ import annotations

import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

import httpx

from entrypoints.demo.life import play
from entrypoints.demo.processes import free_port, service, serving
from entrypoints.demo.stand_in import StripeStandIn, stand_in_app
from entrypoints.demo.steps import Differs, Steps

_API_VERSION = "2026-10-28.endive"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="customer-portal-") as folder:
        log = Path(folder, "service.log")
        try:
            asyncio.run(_demo(folder, log))
        except (Differs, RuntimeError, TimeoutError, httpx.HTTPError) as error:
            sys.stderr.write(f"\nNot as it should be: {error}\n")
            if log.exists():
                sys.stderr.write(f"\nThe service's log:\n{log.read_text()}\n")
            return 1
    sys.stdout.write("\nEverything is as it should be.\n")
    return 0


async def _demo(folder: str, log: Path) -> None:
    stripe_port, port = free_port(), free_port()
    stripe = StripeStandIn(url=f"http://127.0.0.1:{stripe_port}")
    api_key, webhook_secret = secrets.token_urlsafe(24), f"whsec_{secrets.token_urlsafe(24)}"
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/demo.db",
        "MODE": "test",
        "API_KEYS": api_key,
        "RETURN_URL": "http://localhost:3000/settings",
        "STRIPE_API_KEY": f"sk_test_{secrets.token_hex(12)}",
        "STRIPE_API_BASE": stripe.url,
        "STRIPE_WEBHOOK_SECRETS": webhook_secret,
    }
    sys.stdout.write("customer-portal on a fresh SQLite file, in front of a stand-in for Stripe\n\n")
    async with (
        serving(stand_in_app(stripe), stripe_port),
        service(port, settings, log=str(log)),
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {api_key}"}, trust_env=False
        ) as client,
        httpx.AsyncClient(trust_env=False) as browser,
    ):
        await play(
            Steps(client=client, browser=browser, webhook_secret=webhook_secret, api_version=_API_VERSION), stripe
        )


if __name__ == "__main__":
    sys.exit(main())
