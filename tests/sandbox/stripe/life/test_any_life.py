"""Invariants of every lifecycle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import (
    cancellation,
    customers,
    disputes,
    pausing,
    plan_change,
    refunds,
    schedules,
    wallet,
)
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage

TOLD = ("subscription", "subscription_schedule", "invoice", "charge", "dispute", "checkout.session")
"""Kinds whose every change Stripe tells."""


def _charge(stage: Stage) -> str:
    """Return the latest charge, if there is one."""
    return next((str(each["id"]) for each in stage.records.newest("charge")), "ch_none")


Act = Callable[[Stage, Document], object]
ACTS: Mapping[str, Act] = {
    "a day": lambda stage, _: stage.move(days=1),
    "a month": lambda stage, _: stage.move(days=31),
    "an hour": lambda stage, _: stage.move(hours=1),
    "up": lambda stage, it: plan_change.change_now(
        stage.account, it["id"], catalogue.PRO_MONTHLY, proration="always_invoice", ends_trial=True, present=True
    ),
    "to a year": lambda stage, it: plan_change.change_now(stage.account, it["id"], catalogue.BASIC_YEARLY),
    "down later": lambda stage, it: schedules.change_at_period_end(stage.account, it["id"], catalogue.BASIC_MONTHLY),
    "end later": lambda stage, it: cancellation.at_period_end(stage.account, it["id"]),
    "go on": lambda stage, it: cancellation.undo(stage.account, it["id"]),
    "end now": lambda stage, it: cancellation.at_once(stage.account, it["id"]),
    "pause": lambda stage, it: pausing.pause(stage.account, it["id"]),
    "resume": lambda stage, it: pausing.resume(stage.account, it["id"]),
    "hold": lambda stage, it: pausing.pause_collection(stage.account, it["id"], "void"),
    "let go": lambda stage, it: pausing.resume_collection(stage.account, it["id"]),
    "good card": lambda stage, it: wallet.use_card(stage.account, it["customer"], "4242"),
    "bad card": lambda stage, it: wallet.use_card(stage.account, it["customer"], "0341"),
    "refund": lambda stage, _: refunds.create(stage.account, charge=_charge(stage)),
    "dispute": lambda stage, _: disputes.open_dispute(stage.account, _charge(stage)),
    "leave": lambda stage, it: customers.delete(stage.account, it["customer"]),
}
ENDS = frozenset({"end later", "go on", "end now"})
BY_HAND = ENDS | {"up", "to a year", "down later", "hold", "let go"}
"""Whoever calls these has looked before whether the subscription still runs, and has no schedule."""


def _can(act: str, it: Document) -> bool:
    running = it["status"] in ("trialing", "active", "past_due") and it["schedule"] is None
    return act not in BY_HAND or running or (it["status"] == "paused" and act in ENDS)


@settings(max_examples=40)
@given(
    trial=st.booleans(),
    last4=st.sampled_from(["4242", "0341"]),
    acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=12),
)
def test_every_lifecycle_fits_the_schema_and_its_events_describe_the_current_state(
    *, trial: bool, last4: str, acts: list[str]
) -> None:
    with closing(Stage()) as stage:
        live(stage, acts, trial=trial, last4=last4)


def live(stage: Stage, acts: list[str], *, trial: bool, last4: str) -> None:
    data = {"trial_period_days": 14} if trial else {}
    session = stage.complete(stage.checkout(subscription_data=data), last4=last4)
    for act in acts:
        it = stage.account.get("subscription", session["subscription"])
        if _can(act, it):
            with suppress(Refusal), stage.records.together():
                ACTS[act](stage, it)
    stage.validate()
    heard = {each["data"]["object"]["id"]: each["data"]["object"] for each in stage.records.all("event")}
    for kind in TOLD:
        for document in stage.records.all(kind):
            assert heard[document["id"]] == document
