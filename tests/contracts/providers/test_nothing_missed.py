"""When every webhook was delivered, reconciliation finds no drift."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from application.reconciliation.reconcile import Reconcile
from contracts.providers.lemonsqueezy_in_sandbox import LemonSqueezyInSandbox
from contracts.providers.outage import Sandboxed
from contracts.providers.playing import Play
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from contracts.providers.test_outage import bodies, until_nothing_is_due
from sandbox.lemonsqueezy.everything import happens as happens_at_lemonsqueezy
from sandbox.stripe.everything import happens as happens_at_stripe


def at_stripe() -> Sandboxed:
    played = StripeInSandbox()
    happens_at_stripe(played.stage)
    return played


def at_lemonsqueezy() -> Sandboxed:
    played = LemonSqueezyInSandbox()
    happens_at_lemonsqueezy(played.stage)
    return played


@pytest.mark.parametrize("happened", [at_stripe, at_lemonsqueezy])
async def test_year_without_a_lost_webhook_has_no_drift(happened: Callable[[], Sandboxed]) -> None:
    with closing(happened()) as under_test:
        await assert_nothing_differs(under_test)


async def assert_nothing_differs(under_test: Sandboxed) -> None:
    play = Play(under_test=under_test)
    play.clock.moment = under_test.now
    await play.deliver(bodies(under_test))
    await until_nothing_is_due(play, under_test)
    reconcile = Reconcile(storage=play.storage, providers=play.providers, clock=play.clock, sleep=under_test.wait)
    [found] = await reconcile([under_test.provider.name])
    assert [(each.kind, each.ref.id, each.fields) for each in found.samples] == []
    assert found.skipped is None
    assert set(found.seen) >= set(under_test.provider.listing.kinds)
