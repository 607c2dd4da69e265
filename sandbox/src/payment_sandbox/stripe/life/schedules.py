"""What is planned for a subscription: a change that waits for the period's end."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cancellation
from payment_sandbox.stripe.life.periods import period_end
from payment_sandbox.stripe.objects import subscription_schedule as objects
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal


def change_at_period_end(account: Account, id_: str, price_id: str) -> Document:
    """As the portal's `schedule_at_period_end` does it: the old price until then, the new one for a period after it."""
    subscription, price = account.get("subscription", id_), account.get("price", price_id)
    item = first_item(subscription)
    start, end, quantity = item["current_period_start"], item["current_period_end"], item["quantity"]
    now_, then = (
        objects.phase(item["price"], quantity=quantity, start=start, end=end),
        objects.phase(
            price,
            quantity=quantity,
            start=end,
            end=period_end(end, price, subscription["billing_cycle_anchor"]),
        ),
    )
    made = objects.schedule(account.new_id("sub_sched_"), subscription=subscription, phases=[now_], at=account.now())
    account.create(made, "subscription_schedule.created")
    account.change(subscription, {**subscription, "schedule": made["id"]}, "customer.subscription.updated")
    return account.change(made, {**made, "phases": [now_, then]}, "subscription_schedule.updated")


def release(account: Account, id_: str) -> Document:
    """The subscription stays as it is now and goes on without it."""
    before = _running(account, id_)
    after = {
        **before,
        "current_phase": None,
        "released_at": account.now(),
        "released_subscription": before["subscription"],
        "status": "released",
        "subscription": None,
    }
    account.change(before, after, "subscription_schedule.released")
    subscription = account.get("subscription", before["subscription"])
    account.change(subscription, {**subscription, "schedule": None}, "customer.subscription.updated")
    return after


def cancel(account: Account, id_: str) -> Document:
    """Together with its subscription (Stripe API, "Cancel a schedule")."""
    cancellation.at_once(account, _running(account, id_)["subscription"])
    return account.get("subscription_schedule", id_)


def move_on(account: Account, subscription: Document, at: int) -> Document | None:
    """At the end of a phase, the price of the next one; None if there is none to change to."""
    if subscription["schedule"] is None:
        return None
    before = account.get("subscription_schedule", subscription["schedule"])
    following = next_phase(before)
    if following is None or following["start_date"] > at:
        return None
    current = {"end_date": following["end_date"], "start_date": following["start_date"]}
    account.change(before, {**before, "current_phase": current}, "subscription_schedule.updated")
    return account.get("price", following["items"][0]["price"])


def let_go(account: Account, subscription: Document, at: int) -> None:
    """After its last phase."""
    if subscription["schedule"] is None:
        return
    schedule = account.get("subscription_schedule", subscription["schedule"])
    if schedule["current_phase"] is not None and schedule["current_phase"]["end_date"] <= at:
        release(account, schedule["id"])


def next_phase(schedule: Document) -> Document | None:
    """What comes after the current phase."""
    if schedule["current_phase"] is None:
        return None
    ends = schedule["current_phase"]["end_date"]
    later = [phase for phase in schedule["phases"] if phase["start_date"] >= ends]
    return min(later, key=lambda phase: int(phase["start_date"]), default=None)


def _running(account: Account, id_: str) -> Document:
    found = account.get("subscription_schedule", id_)
    if found["status"] not in ("active", "not_started"):
        raise Refusal(f"You cannot change a schedule that is {found['status']}.")
    return found
