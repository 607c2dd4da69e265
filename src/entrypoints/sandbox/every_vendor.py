"""The vendors that the sandbox plays: a new one is added here."""

from __future__ import annotations

from collections.abc import Mapping

from entrypoints.sandbox.lemonsqueezy.vendor import LemonSqueezyVendor
from entrypoints.sandbox.stripe.vendor import StripeVendor
from entrypoints.sandbox.world import MakeVendor

EVERY_VENDOR: Mapping[str, MakeVendor] = {"stripe": StripeVendor, "lemonsqueezy": LemonSqueezyVendor}
