"""The service is down for ten minutes, and no webhook of that time arrives. Reconciliation alone then repairs the
mirror, with real processes and HTTP, compared without our decoders.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from integration.entrypoints.process import ended, free_port, serving
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.vendors import EVERY_VENDOR
from portal_demo.polling import poll_until
from reconciliation.at_lemonsqueezy import LemonSqueezyCustomers
from reconciliation.at_stripe import StripeCustomers
from reconciliation.changes import change_at_lemonsqueezy, change_at_stripe
from reconciliation.population import account_in, shop_in
from reconciliation.portal import Portal
from sandbox.served import served
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

BEFORE, MEANWHILE = 26, 13


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with served(EVERY_VENDOR) as found:
        yield found


def come(sandbox: Sandbox, first: int, last: int) -> None:
    """Create one customer after another at both providers."""
    stripe, lemonsqueezy = StripeCustomers(account_in(sandbox)), LemonSqueezyCustomers(shop_in(sandbox))
    with sandbox.storage.together():
        for number in range(first, last):
            stripe.come(number)
            lemonsqueezy.come(number)


def change(sandbox: Sandbox) -> None:
    with sandbox.storage.together():
        change_at_stripe(account_in(sandbox))
        change_at_lemonsqueezy(shop_in(sandbox))


def give_up(sandbox: Sandbox) -> int:
    """Give up pending webhooks, which Stripe would retry for three days, and return their number."""
    endpoint = sandbox.records["stripe"].all("webhook_endpoint")[0]["id"]
    sandbox.outbox.withdraw("stripe", endpoint)
    sent = sandbox.outbox.latest(10_000)
    assert {each.outcome for each in sent} == {"received", "withdrawn", "given_up"}
    return sum(each.outcome != "received" for each in sent)


@pytest.mark.parametrize("since", [(), ("--since", "1h")], ids=["everything", "recent changes"])
async def test_reconciliation_alone_repairs_an_outage_of_ten_minutes(
    database_url: str, tmp_path: Path, sandbox: Sandbox, since: tuple[str, ...]
) -> None:
    port = free_port()
    portal = Portal(database_url=database_url, at={name: f"{sandbox.address}/{name}" for name in EVERY_VENDOR})
    settings = {**portal.settings, "RECONCILE_EVERY_HOURS": "0"}
    sandbox.deliver_to("stripe", f"http://127.0.0.1:{port}/webhooks/stripe", "whsec_made_up")
    sandbox.deliver_to("lemonsqueezy", f"http://127.0.0.1:{port}/webhooks/lemonsqueezy", "made_up_secret")

    async def nothing_waits() -> bool:
        return sandbox.outbox.waiting() == 0

    async def nothing_differs() -> bool:
        return await portal.differences_to(sandbox) == []

    async with serving(tmp_path, port, **settings):
        come(sandbox, 0, BEFORE)
        assert await poll_until(nothing_waits, within=TIMEOUT)
        assert await poll_until(nothing_differs, within=TIMEOUT), await portal.differences_to(sandbox)

    sandbox.move(timedelta(minutes=4))
    come(sandbox, BEFORE, BEFORE + MEANWHILE)
    change(sandbox)
    for _ in range(6):
        sandbox.move(timedelta(minutes=1))
        assert await poll_until(lambda: all_tried(sandbox), within=TIMEOUT)
    assert give_up(sandbox) > MEANWHILE
    assert len(await portal.differences_to(sandbox)) > MEANWHILE

    async with serving(tmp_path, port, **settings):
        status, out, err = await ended(tmp_path, "reconcile", "--json", *since, **settings)
        assert (status, json.loads(out)["status"]) == (0, "drift"), err
        assert await poll_until(nothing_differs, within=TIMEOUT), await portal.differences_to(sandbox)
        assert await poll_until(nothing_waits, within=1)


async def all_tried(sandbox: Sandbox) -> bool:
    """Return whether no webhook is due at the moment."""
    return sandbox.outbox.due(sandbox.clock.now()) == []
