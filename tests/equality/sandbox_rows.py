"""Rows of all providers, read from the sandbox's own records without any code of the service."""

from __future__ import annotations

from itertools import chain

from equality.lemonsqueezy_rows import lemonsqueezy_rows
from equality.rows import Rows, rows
from equality.stripe_rows import stripe_rows
from payment_sandbox.sandbox import Sandbox

CUSTOMER_KEY = "user_id"
"""Under which checkouts name the customer, unless the service was set up otherwise."""


def sandbox_rows(sandbox: Sandbox, *, customer_key: str = CUSTOMER_KEY) -> Rows:
    """Return the rows at the sandbox's current time."""
    now = sandbox.clock.now()
    stripe = stripe_rows(sandbox.records["stripe"], now, customer_key=customer_key)
    lemonsqueezy = lemonsqueezy_rows(sandbox.records["lemonsqueezy"], now, customer_key=customer_key)
    return rows(chain(stripe, lemonsqueezy))
