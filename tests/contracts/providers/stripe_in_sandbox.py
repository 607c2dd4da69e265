"""Stripe as the sandbox plays it, for the provider suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import datetime
from functools import cached_property

from adapters.http import http_client
from adapters.providers.stripe.assembly import StripeConnection, assemble
from adapters.providers.stripe.destination_checks import THIN_EVENTS
from adapters.providers.stripe.event_table import READERS
from application.portal.checkout_reference import CheckoutReferenceSigner
from contracts.providers.in_sandbox import InSandbox, first_of_each
from contracts.providers.stripe_in_sandbox_situations import situations
from contracts.providers.stripe_in_sandbox_states import states
from contracts.providers.stripe_under_test import SECRETS, StripeUnderTest
from contracts.providers.under_test import Situation, State
from domain.intent import Intent
from payment_sandbox.stripe import event_destinations, portal_configurations
from sandbox.stripe.everything import happens
from sandbox.stripe.stage import Stage

KEY = "sk_test_example"
_WITHOUT_PLANS = {
    "customer_update": {"enabled": True, "allowed_updates": ["address"]},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {"enabled": True},
}
LISTENER = "http://127.0.0.1:7071/webhooks/stripe"


class StripeInSandbox(InSandbox):
    matrix = StripeUnderTest.matrix
    title = StripeUnderTest.title

    def __init__(self, *, pricing_tables: bool = False) -> None:
        self.stage = _listened_to()
        super().__init__(self.stage.sandbox, self.stage.vendor, SECRETS)
        restricted = portal_configurations.create(self.stage.account, features=_WITHOUT_PLANS)
        connection = StripeConnection(
            api_key=KEY,
            webhook_secrets=SECRETS,
            livemode=False,
            api_base=self.stage.account.address,
            portal_configuration_no_update=restricted["id"],
            portal_intents=frozenset(Intent) - {Intent.MANAGE},
            pricing_tables=pricing_tables,
        )
        self.provider = assemble(
            connection,
            http=http_client(self.transport),
            references=CheckoutReferenceSigner(key="user_id", secret="a secret to sign references with"),
            limits=self.limits,
            monotonic=lambda: 0.0,
            sleep=self.clock.sleep,
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return the API key and the URLs of the portal sessions opened so far."""
        return (*SECRETS, KEY, *(each["url"] for each in self.stage.records.all("billing_portal.session")))

    @cached_property
    def bodies(self) -> Mapping[str, bytes]:
        """Return the first event of each type in a year in which every event occurs."""
        with closing(_listened_to_in_both_formats()) as stage:
            happens(stage)
            return first_of_each(stage.messages(), READERS.keys() | set(THIN_EVENTS))

    @property
    def states(self) -> Mapping[str, Callable[[], State]]:
        return states(self.stage)

    @property
    def situations(self) -> Mapping[str, Callable[[], Situation]]:
        return situations(self.stage)

    def forged(self, body: bytes, at: datetime) -> Iterable[tuple[str, Mapping[str, str]]]:
        genuine = self.signed(body, at)["stripe-signature"]
        yield "no header at all", {}
        yield "an unknown secret", self.signed_with("whsec_of_somebody_else", body, at)
        yield "another body", self.signed(body + b" ", at)
        yield "another time than was signed", {"stripe-signature": genuine.replace("t=1", "t=2", 1)}
        yield "half of it", {"stripe-signature": genuine[:-32]}
        yield "nothing", {"stripe-signature": ""}
        yield "in capitals", {"stripe-signature": genuine.partition(",")[0] + ",v1=" + genuine[-64:].upper()}


def _listened_to() -> Stage:
    """Subscribe the endpoint to every event."""
    stage = Stage()
    stage.vendor.deliver_to(LISTENER, SECRETS[0])
    return stage


def _listened_to_in_both_formats() -> Stage:
    stage = _listened_to()
    event_destinations.create(
        stage.account, name="thin", url=LISTENER, event_payload="thin", enabled_events=THIN_EVENTS
    )
    return stage
