"""Stripe, for the provider suite."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from adapters.http import http_client
from adapters.providers.stripe.assembly import StripeConnection, assemble
from application.portal.checkout_reference import CheckoutReferenceSigner
from contracts.providers.stripe_situations import situations
from contracts.providers.stripe_states import states
from contracts.providers.under_test import Answer, Situation, State
from domain.intent import Intent
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits
from fakes.stripe_api import FakeStripe
from fakes.stripe_portal import SESSION_URL
from fixtures.stripe.payloads import all_events, sign
from fixtures.stripe.thin import thin
from silence.made_up import secret

SECRETS = (secret("whsec_example_new"), secret("whsec_example_old"))


class StripeUnderTest:
    """A connection to a `FakeStripe` without objects."""

    matrix = Path(__file__).parents[3] / "docs" / "providers.md"
    title = "Stripe"

    def __init__(self, *, login_url: str | None = None, pricing_tables: bool = False) -> None:
        self.api = FakeStripe()
        self.now = self.api.now
        self.clock = FakeClock(self.now)
        self.limits = InMemoryRateLimits(self.clock)
        self.secrets = (*SECRETS, self.api.key, SESSION_URL)
        self.references = CheckoutReferenceSigner(key="user_id", secret=secret("a secret to sign references with"))
        self.provider = assemble(
            StripeConnection(
                api_key=self.api.key,
                webhook_secrets=SECRETS,
                livemode=False,
                portal_configuration="bpc_Whole",
                portal_configuration_no_update="bpc_NoPlanChanges",
                portal_intents=frozenset(Intent) - {Intent.MANAGE},
                portal_login_url=login_url,
                pricing_tables=pricing_tables,
            ),
            http=http_client(self.api.transport()),
            references=self.references,
            limits=self.limits,
            monotonic=lambda: 0.0,
            sleep=self.clock.sleep,
        )

    def close(self) -> None:
        """Do nothing: the fake holds its objects in memory."""

    async def wait(self, seconds: float) -> None:
        self.now = self.api.now = self.api.now + timedelta(seconds=seconds)
        await self.clock.sleep(seconds)

    @cached_property
    def bodies(self) -> Mapping[str, bytes]:
        """Return every snapshot event in every shape, and its thin event."""
        told = {f"{type_} ({shape})": event for shape, type_, event in all_events()}
        told |= {f"{type_} (thin)": thin(event) for shape, type_, event in all_events() if shape == "new"}
        return {name: json.dumps(event).encode() for name, event in told.items()}

    @property
    def states(self) -> Mapping[str, Callable[[], State]]:
        return states(self.api)

    @property
    def situations(self) -> Mapping[str, Callable[[], Situation]]:
        return situations(self.api)

    def signed(self, body: bytes, at: datetime, *, secret: int = 0) -> Mapping[str, str]:
        return {"stripe-signature": sign(body, SECRETS[secret], int(at.timestamp()))}

    def forged(self, body: bytes, at: datetime) -> Iterable[tuple[str, Mapping[str, str]]]:
        time = int(at.timestamp())
        genuine = sign(body, SECRETS[0], time)
        signature = genuine.partition("v1=")[2]
        wrong = {
            "an unknown secret": sign(body, "whsec_of_somebody_else", time),
            "another body": sign(body + b" ", SECRETS[0], time),
            "another time than was signed": genuine.replace(str(time), str(time + 1)),
            "a signature from the past": sign(body, SECRETS[0], time - 301),
            "a signature from the future": sign(body, SECRETS[0], time + 301),
            "nothing": "",
            "no time": f"v1={signature}",
            "two times": f"t={time},{genuine}",
            "no signature": f"t={time}",
            "a time that is no number": f"t=now,v1={signature}",
            "a time beyond all numbers": f"t={'9' * 400},v1={signature}",
            "digits of another script": f"t=١٧٩٧,v1={signature}",
            "a signature of the test scheme": genuine.replace("v1=", "v0="),
            "a signature in capitals": f"t={time},v1={signature.upper()}",
            "half a signature": f"t={time},v1={signature[:32]}",
            "letters that are not ASCII": f"t={time},v1={'é' * 64}",
            "no end": genuine + ",v1=0" * 10_000,
        }
        yield "no header at all", {}
        yield from ((what, {"stripe-signature": header}) for what, header in wrong.items())

    def answer_with(self, answer: Answer | None) -> None:
        """Move the clock an hour ahead, past any cooldown."""
        self.clock.advance(timedelta(hours=1))
        self.api.misbehaviour = answer

    def watch(self, on_call: Callable[[], None]) -> None:
        self.api.on_call = on_call
