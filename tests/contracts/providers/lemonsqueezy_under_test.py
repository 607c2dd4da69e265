"""Lemon Squeezy, for the provider suite."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from adapters.http import http_client
from adapters.providers.lemonsqueezy.assembly import LemonSqueezyConnection, assemble
from adapters.providers.lemonsqueezy.event_table import READERS
from application.portal.checkout_reference import CheckoutReferenceSigner
from contracts.providers.lemonsqueezy_situations import situations
from contracts.providers.lemonsqueezy_states import states
from contracts.providers.under_test import Answer, Situation, State
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits
from fakes.lemonsqueezy_api import FakeLemonSqueezy, signed_anew
from fixtures.lemonsqueezy.payloads import STORE_ID, all_events, sign, variant
from silence.made_up import secret

SECRETS = (secret("lemonsqueezy_secret_new"), secret("lemonsqueezy_secret_old"))
PORTAL = variant("customers.subscriber")["attributes"]["urls"]["customer_portal"]


class LemonSqueezyUnderTest:
    """A connection to a `FakeLemonSqueezy` that holds only the store."""

    matrix = Path(__file__).parents[3] / "docs" / "providers.md"
    title = "Lemon Squeezy"

    def __init__(
        self,
        *,
        store_url: str | None = None,
        trust_custom_data: bool = False,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        self.api = FakeLemonSqueezy()
        self.now = self.api.now
        self.clock = FakeClock(self.now)
        self.limits = InMemoryRateLimits(self.clock)
        self.secrets = (*SECRETS, self.api.key, PORTAL, signed_anew(PORTAL))
        self.references = CheckoutReferenceSigner(key="user_id", secret=secret("a secret to sign references with"))
        self.provider = assemble(
            LemonSqueezyConnection(
                api_key=self.api.key,
                webhook_secrets=SECRETS,
                store_id=STORE_ID,
                test_mode=True,
                store_url=store_url,
                trust_custom_data=trust_custom_data,
            ),
            http=http_client(self.api.transport()),
            references=self.references,
            limits=self.limits,
            monotonic=monotonic or (lambda: 0.0),
            sleep=self.clock.sleep,
        )

    def close(self) -> None:
        """Do nothing: the fake holds its objects in memory."""

    async def wait(self, seconds: float) -> None:
        self.now = self.api.now = self.api.now + timedelta(seconds=seconds)
        await self.clock.sleep(seconds)

    @cached_property
    def bodies(self) -> Mapping[str, bytes]:
        listened_to = ((shape, name, event) for shape, name, event in all_events() if name in READERS)
        return {f"{name} ({shape})": json.dumps(event).encode() for shape, name, event in listened_to}

    @property
    def states(self) -> Mapping[str, Callable[[], State]]:
        return states(self.api)

    @property
    def situations(self) -> Mapping[str, Callable[[], Situation]]:
        return situations(self.api, self.references)

    def signed(self, body: bytes, at: datetime, *, secret: int = 0) -> Mapping[str, str]:
        """Sign the body, independently of the time."""
        return {"x-signature": sign(body, SECRETS[secret])}

    def forged(self, body: bytes, at: datetime) -> Iterable[tuple[str, Mapping[str, str]]]:
        genuine = sign(body, SECRETS[0])
        wrong = {
            "an unknown secret": sign(body, "of somebody else"),
            "no secret": sign(body, ""),
            "another body": sign(body + b" ", SECRETS[0]),
            "nothing": "",
            "half a signature": genuine[:32],
            "two signatures": f"{genuine},{genuine}",
            "in capitals": genuine.upper(),
            "with what others put before it": f"sha256={genuine}",
            "digits of another script": "٣" * 64,
            "letters that are not ASCII": "é" * 64,
            "a line of its own": f"{genuine}\n",
            "no end": genuine * 1_000,
        }
        yield "no header at all", {}
        yield "a header of another name", {"x-event-name": "order_created", "signature": genuine}
        yield from ((what, {"x-signature": header}) for what, header in wrong.items())

    def answer_with(self, answer: Answer | None) -> None:
        """Move the clock an hour ahead, so that the rate limit is available again."""
        self.clock.advance(timedelta(hours=1))
        self.api.misbehaviour = answer

    def watch(self, on_call: Callable[[], None]) -> None:
        self.api.on_call = on_call
