"""Scheduled pauses (Stripe API, SubscriptionSchedule.pause_schedules)."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import pausing
from payment_sandbox.stripe.life.periods import period_end
from payment_sandbox.stripe.objects import subscription_schedule as objects
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal


def plan(account: Account, id_: str, pause_at: int, resume_at: int | None = None) -> Document:
    """Have a subscription paused at a moment, and resumed at another one unless that is None.

    The schedule goes on until the end of the next period, and the pause has to begin before.
    """
    subscription = account.get("subscription", id_)
    if subscription["status"] not in ("active", "trialing") or subscription["schedule"] is not None:
        raise Refusal("Only a running subscription without a schedule can have a pause scheduled.")
    item = first_item(subscription)
    end = item["current_period_end"]
    last = period_end(end, item["price"], subscription["billing_cycle_anchor"])
    if not account.now() < pause_at < last:
        raise Refusal("A pause begins in the future and during a phase of the schedule.", param="pause_schedules")
    if resume_at is not None and resume_at <= pause_at:
        raise Refusal("A subscription is resumed after it was paused.", param="pause_schedules")
    only = objects.phase(item["price"], quantity=item["quantity"], start=item["current_period_start"], end=last)
    made = objects.schedule(account.new_id("sub_sched_"), subscription=subscription, phases=[only], at=account.now())
    account.create(made, "subscription_schedule.created")
    account.change(subscription, {**subscription, "schedule": made["id"]}, "customer.subscription.updated")
    planned = objects.pause_schedule(account.new_id("pause_"), pause_at=pause_at, resume_at=resume_at)
    return account.change(made, {**made, "pause_schedules": [planned]}, "subscription_schedule.updated")


def play(account: Account, id_: str, now: int) -> None:
    """Pause or resume, whichever is due."""
    schedule = account.get("subscription_schedule", id_)
    planned = schedule["pause_schedules"][0]
    if planned["pause"]["status"]["type"] == "scheduled":
        _pause(account, schedule, planned)
    elif planned["resume"]["resume_at"] <= now:
        _resume(account, schedule, planned)


def _pause(account: Account, schedule: Document, planned: Document) -> None:
    subscription = account.get("subscription", schedule["subscription"])
    if subscription["status"] in ("active", "trialing"):
        pausing.set_paused(account, subscription, "pause_requested")
        _note(account, schedule, planned, "pause", None)
    else:
        _note(account, schedule, planned, "pause", f"A subscription that is {subscription['status']} cannot be paused.")


def _resume(account: Account, schedule: Document, planned: Document) -> None:
    subscription = account.get("subscription", schedule["subscription"])
    if subscription["status"] != "paused":
        _note(account, schedule, planned, "resume", "The subscription is not paused.")
    elif pausing.resume(account, subscription["id"], present=False)["status"] == "paused":
        _note(account, schedule, planned, "resume", "The invoice could not be paid.")
    else:
        _note(account, schedule, planned, "resume", None)


def _note(account: Account, schedule: Document, planned: Document, which: str, failure: str | None) -> None:
    error = {"code": None, "message": failure} if failure else None
    status = {"error": error, "type": "error" if failure else "succeeded"}
    noted = {**planned, which: {**planned[which], "status": status}}
    account.change(schedule, {**schedule, "pause_schedules": [noted]}, "subscription_schedule.updated")
