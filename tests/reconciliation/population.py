"""A sandbox full of customers, created without webhooks."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from payment_sandbox.ids import Ids
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.vendor import LemonSqueezyVendor
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.stripe.account import Account
from payment_sandbox.vendor import VendorContext
from payment_sandbox.vendors import EVERY_VENDOR
from reconciliation.at_lemonsqueezy import LemonSqueezyCustomers
from reconciliation.at_stripe import StripeCustomers

_AT_ONCE = 200


def populate(file: Path, customers: int) -> None:
    """Create half of them at each provider. The file must be new."""
    sandbox = opened(file)
    stripe, lemonsqueezy = StripeCustomers(account_in(sandbox)), LemonSqueezyCustomers(shop_in(sandbox))
    half = customers // 2
    for start in range(0, half, _AT_ONCE):
        with sandbox.storage.together():
            for number in range(start, min(start + _AT_ONCE, half)):
                stripe.come(number)
                lemonsqueezy.come(number)
    sandbox.close()


def opened(file: Path, address: str = "http://127.0.0.1:7070") -> Sandbox:
    """Open the current state; the process that serves it must have ended."""
    return Sandbox(EVERY_VENDOR, address=address, file=str(file), seed="population")


def account_in(sandbox: Sandbox) -> Account:
    """Return its Stripe account, to change it."""
    records = sandbox.records["stripe"]
    return Account(
        VendorContext(
            clock=sandbox.clock,
            event_order=sandbox.event_order["stripe"],
            records=records,
            ids=Ids(records, "population"),
            outbox=sandbox.outbox,
            address=f"{sandbox.address}/stripe",
        )
    )


def shop_in(sandbox: Sandbox) -> Shop:
    """Return its Lemon Squeezy store, to change it."""
    return cast(LemonSqueezyVendor, sandbox.vendors["lemonsqueezy"]).shop
