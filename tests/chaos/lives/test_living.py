"""Lifecycles must be reproducible: otherwise a failed run could not be repeated."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from application.portal.checkout_reference import CheckoutReferenceSigner
from chaos.lives.living import Living
from chaos.lives.people import everybody
from chaos.orders import small
from chaos.processes.settings import CUSTOMER_KEY
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.vendors import EVERY_VENDOR

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAYS = 60


def lived(seed: int) -> tuple[list[tuple[str, str, str, str]], Counter[str]]:
    """Return the webhooks and the actions of twenty lifecycles, without a receiver and a running clock."""
    sandbox, done = (
        Sandbox(EVERY_VENDOR, address="http://127.0.0.1:9", seed=str(seed), real=lambda: NOON),
        Counter[str](),
    )
    for vendor in sandbox.vendors:
        sandbox.deliver_to(vendor, "http://127.0.0.1:9/webhooks", "whsec_made_up")
    for chaos in sandbox.chaos.values():
        chaos.switch(small("sqlite", seed=seed, drops=0.1).switches)
    lives = everybody(seed, 20, DAYS, CheckoutReferenceSigner(key=CUSTOMER_KEY, secret="of references"))
    living = Living(sandbox, lives, CUSTOMER_KEY, lambda who, what: done.update([what.partition(":")[0]]))
    for day in range(DAYS):
        sandbox.move(max(NOON + timedelta(days=day) - sandbox.clock.exactly(), timedelta(0)))
        for following in living.day(day):
            sandbox.move(following)
    told = [
        (each.message.vendor, each.message.event_type, each.message.object_id, str(each.outcome))
        for each in sandbox.outbox.latest(100_000)
    ]
    sandbox.close()
    return told, done


def test_same_seed_gives_the_same_lifecycles_and_another_seed_does_not() -> None:
    (first, _), (again, _), (other, _) = lived(1), lived(1), lived(2)
    assert first == again != other
    assert len(first) > 300


def test_every_possible_action_occurs() -> None:
    done = sum((lived(seed)[1] for seed in (3, 4, 5)), Counter[str]())
    assert {
        "subscribes at Stripe",
        "subscribes at Lemon Squeezy",
        "buys once at Stripe",
        "buys once at Lemon Squeezy",
        "changes plan",
        "cancels",
        "is cancelled at once",
        "takes the cancellation back",
        "pauses",
        "resumes",
        "is not charged for a while",
        "is charged again",
        "wants more or fewer seats",
        "takes a card that works",
        "takes a card that fails",
        "takes another card",
        "gets some of it back",
        "gets all of it back",
        "has a refund sent back",
        "disputes",
        "disputes a part",
        "authorizes a payment",
        "is charged what was authorized",
        "is charged a part of it",
        "has an authorization cancelled",
        "accepts a quote",
        "is upgraded by the seller",
        "plans a pause",
        "gets a discount",
        "loses a discount",
        "takes a planned pause back",
        "wins the dispute",
        "loses the dispute",
        "moves",
        "is deleted",
    } == done.keys()
