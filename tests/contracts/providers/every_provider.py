"""The providers that the suite runs on; add a new one here."""

from __future__ import annotations

from collections.abc import Callable

from contracts.providers.acme_under_test import AcmeUnderTest
from contracts.providers.lemonsqueezy_in_sandbox import LemonSqueezyInSandbox
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from contracts.providers.stripe_under_test import StripeUnderTest
from contracts.providers.under_test import ProviderUnderTest

EVERY_PROVIDER: dict[str, Callable[[], ProviderUnderTest]] = {
    "stripe": StripeUnderTest,
    "stripe in the sandbox": StripeInSandbox,
    "lemonsqueezy": LemonSqueezyUnderTest,
    "lemonsqueezy in the sandbox": LemonSqueezyInSandbox,
    "acme": AcmeUnderTest,
}
