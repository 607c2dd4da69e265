"""The vendors that the sandbox plays: a new one is added here."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.lemonsqueezy.vendor import LemonSqueezyVendor
from payment_sandbox.sandbox import MakeVendor
from payment_sandbox.stripe.vendor import StripeVendor

EVERY_VENDOR: Mapping[str, MakeVendor] = {"stripe": StripeVendor, "lemonsqueezy": LemonSqueezyVendor}
