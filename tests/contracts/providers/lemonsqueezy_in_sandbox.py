"""Lemon Squeezy as the sandbox plays it, for the provider suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import datetime
from functools import cached_property

from adapters.http import http_client
from adapters.providers.lemonsqueezy.assembly import LemonSqueezyConnection, assemble
from adapters.providers.lemonsqueezy.event_table import READERS
from application.portal.checkout_reference import CheckoutReferenceSigner
from contracts.providers.in_sandbox import InSandbox, first_of_each
from contracts.providers.lemonsqueezy_in_sandbox_situations import situations
from contracts.providers.lemonsqueezy_in_sandbox_states import states
from contracts.providers.lemonsqueezy_under_test import SECRETS, LemonSqueezyUnderTest
from contracts.providers.under_test import Situation, State
from payment_sandbox.lemonsqueezy.api.dispatch import API_KEY
from sandbox.lemonsqueezy.everything import happens
from sandbox.lemonsqueezy.stage import Stage


class LemonSqueezyInSandbox(InSandbox):
    matrix = LemonSqueezyUnderTest.matrix
    title = LemonSqueezyUnderTest.title

    def __init__(self) -> None:
        self.stage = Stage()
        super().__init__(self.stage.sandbox, self.stage.vendor, SECRETS)
        self.references = CheckoutReferenceSigner(key="user_id", secret="a secret to sign references with")
        connection = LemonSqueezyConnection(
            api_key=API_KEY,
            webhook_secrets=SECRETS,
            store_id="1001",
            test_mode=True,
            api_base=self.stage.shop.links.address,
        )
        self.provider = assemble(
            connection,
            http=http_client(self.transport),
            references=self.references,
            limits=self.limits,
            monotonic=lambda: 0.0,
            sleep=self.clock.sleep,
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return the API key and the portal's current URLs."""
        subscriptions = self.stage.shop.records.all("subscriptions")
        portals = [url for each in subscriptions for url in self.stage.now(each)["urls"].values()]
        return (*SECRETS, API_KEY, *portals)

    @cached_property
    def bodies(self) -> Mapping[str, bytes]:
        """Return the first event of each type in a year in which every event occurs."""
        with closing(Stage()) as stage:
            happens(stage)
            return first_of_each(stage.sent(), READERS.keys())

    @property
    def states(self) -> Mapping[str, Callable[[], State]]:
        return states(self.stage)

    @property
    def situations(self) -> Mapping[str, Callable[[], Situation]]:
        return situations(self.stage, self.transport, self.references)

    def forged(self, body: bytes, at: datetime) -> Iterable[tuple[str, Mapping[str, str]]]:
        genuine = self.signed(body, at)
        yield "no header at all", {}
        yield "an unknown secret", self.signed_with("of somebody else", body, at)
        yield "another body", self.signed(body + b" ", at)
        yield "nothing", {"x-signature": ""}
        yield "half of it", {"x-signature": genuine["x-signature"][:32]}
        yield "in capitals", {"x-signature": genuine["x-signature"].upper()}
