"""Invariants of every lifecycle, whatever its customer does and whenever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from payment_sandbox.lemonsqueezy.cards import CARDS, FAILING, OTHER
from payment_sandbox.lemonsqueezy.life.cancelling import cancel, resume
from payment_sandbox.lemonsqueezy.life.changing_plan import change_plan
from payment_sandbox.lemonsqueezy.life.pausing import pause, unpause
from payment_sandbox.lemonsqueezy.life.payment_method import update_payment_method
from payment_sandbox.lemonsqueezy.life.refunding import refund
from payment_sandbox.lemonsqueezy.refusal import CardDeclined, Refusal
from payment_sandbox.records import Document
from sandbox.lemonsqueezy.stage import Stage

Deed = Callable[[Stage, Document], object]

DEEDS: Mapping[str, Deed] = {
    "cancel": lambda stage, it: cancel(stage.shop, it),
    "resume": lambda stage, it: resume(stage.shop, it),
    "pause": lambda stage, it: pause(stage.shop, it, "void", stage.shop.clock.now() + timedelta(days=40)),
    "pause for good": lambda stage, it: pause(stage.shop, it, "free", None),
    "unpause": lambda stage, it: unpause(stage.shop, it),
    "dearer": lambda stage, it: change_plan(stage.shop, it, stage.variant("Pro", "Yearly"), "at once"),
    "cheaper": lambda stage, it: change_plan(stage.shop, it, stage.variant("Basic"), "with the next renewal"),
    "a card that fails": lambda stage, it: update_payment_method(stage.shop, it, FAILING),
    "a card that works": lambda stage, it: update_payment_method(stage.shop, it, OTHER),
    "a card that is declined": lambda stage, it: update_payment_method(stage.shop, it, CARDS["declined"]),
    "money back": lambda stage, it: refund(stage.shop, next(stage.shop.records.newest("subscription-invoices")), 100),
    "an hour": lambda stage, it: stage.move(hours=1),
    "days": lambda stage, it: stage.move(days=9),
    "a month": lambda stage, it: stage.move(days=31),
}


@given(deeds=st.lists(st.sampled_from(sorted(DEEDS)), max_size=25), trial=st.booleans())
def test_last_event_matches_the_current_state_and_no_timer_stays_due(deeds: list[str], trial: bool) -> None:  # noqa: FBT001
    with closing(Stage()) as stage:
        live(stage, deeds, trial=trial)


def live(stage: Stage, deeds: list[str], *, trial: bool) -> None:
    subscription = stage.subscribe(stage.variant_with_trial() if trial else None)
    for deed in deeds:
        with suppress(Refusal, CardDeclined):
            DEEDS[deed](stage, stage.fresh(subscription))
    stage.move(seconds=0)
    told = [each for each in stage.events() if each["data"]["type"] == "subscriptions"]
    assert without_urls(told[-1]["data"]["attributes"]) == without_urls(stage.now(subscription))
    due = stage.vendor.next_due()
    assert due is None or due > stage.shop.clock.now()
    assert_consistent(stage.now(subscription), stage.invoices(subscription))
    assert (due is None) == (stage.now(subscription)["status"] == "expired")


def assert_consistent(told: Any, invoices: list[Any]) -> None:
    status = told["status"]
    assert told["cancelled"] == (status in ("cancelled", "expired"))
    assert (told["ends_at"] is not None) == told["cancelled"]
    assert (told["pause"] is not None) == (status == "paused")
    assert status != "on_trial" or told["trial_ends_at"] == told["renews_at"]
    pending = [each for each in invoices if each["status"] == "pending"]
    assert len(pending) <= 1
    assert status not in ("past_due", "unpaid") or len(pending) == 1
    assert status not in ("active", "on_trial", "paused", "expired") or not pending
    assert all(0 <= each["refunded_amount"] <= each["total"] for each in invoices)


def without_urls(attributes: Any) -> Any:
    return {name: value for name, value in attributes.items() if name != "urls"}
