"""Clients of the fake Stripe."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import stripe

from sandbox.stripe.api.calling import ByHand, official_client
from sandbox.stripe.stage import Stage


@pytest.fixture
async def by_hand(stage: Stage) -> AsyncIterator[ByHand]:
    calling = ByHand(stage)
    yield calling
    await calling.http.aclose()


@pytest.fixture
def client(by_hand: ByHand) -> stripe.StripeClient:
    return official_client(by_hand)
