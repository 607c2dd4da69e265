"""What the API does to a subscription (Stripe API, "Update a subscription", "Cancel a subscription")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cancellation, discounts, pausing, plan_change, trial_warning
from payment_sandbox.stripe.life.metadata import merged
from payment_sandbox.stripe.objects.subscription import first_item, in_period
from payment_sandbox.stripe.refusal import Refusal

_ENDED = frozenset({"canceled", "incomplete_expired"})
_PLAIN = frozenset({"default_payment_method", "description", "trial_settings", "collection_method", "days_until_due"})
_CLEARED: tuple[Any, ...] = ("", None)


def update(account: Account, id_: str, **changes: Any) -> Document:
    subscription = account.get("subscription", id_)
    if subscription["status"] in _ENDED:
        raise Refusal("A canceled subscription can only update its cancellation_details and metadata.")
    _change_plainly(account, subscription, changes)
    if "items" in changes:
        _change_items(account, id_, changes["items"], str(changes.get("proration_behavior", "create_prorations")))
    if "discounts" in changes:
        discounts.attach(account, account.get("subscription", id_), changes["discounts"] or ())
    if "pause_collection" in changes:
        _change_pause(account, id_, changes["pause_collection"])
    if "trial_end" in changes:
        _change_trial(account, id_, changes["trial_end"])
    if "cancel_at" in changes or "cancel_at_period_end" in changes:
        _change_end(account, id_, changes)
    return account.get("subscription", id_)


def cancel(account: Account, id_: str, **said: Any) -> Document:
    """At once."""
    if account.get("subscription", id_)["status"] in _ENDED:
        raise Refusal(f"No such subscription: '{id_}'", param="id", code="resource_missing", status=404)
    details: Mapping[str, Any] = said.get("cancellation_details") or {}
    return cancellation.at_once(account, id_, feedback=details.get("feedback"), comment=details.get("comment"))


def _change_plainly(account: Account, before: Document, changes: Mapping[str, Any]) -> None:
    plain = {key: value for key, value in changes.items() if key in _PLAIN}
    if plain.get("collection_method") == "charge_automatically":
        plain["days_until_due"] = None
    by_hand = plain.get("collection_method", before["collection_method"]) == "send_invoice"
    if by_hand != (plain.get("days_until_due", before["days_until_due"]) is not None):
        raise Refusal(
            "`days_until_due` is needed with `collection_method=send_invoice` and only then.", param="days_until_due"
        )
    notes = merged(before["metadata"], changes.get("metadata"))
    account.change(before, {**before, **plain, "metadata": notes}, "customer.subscription.updated")


def _change_items(account: Account, id_: str, items: Sequence[Mapping[str, Any]], proration: str) -> None:
    """What was bought beside the plan stays as it is."""
    own = first_item(account.get("subscription", id_))
    if len(items) != 1 or items[0].get("id") not in (own["id"], None):
        raise Refusal(f"The sandbox changes the first item of a subscription ({own['id']}).", param="items")
    plan_change.change_now(
        account,
        id_,
        items[0].get("price", own["price"]["id"]),
        quantity=items[0].get("quantity"),
        proration=proration,
    )


def _change_pause(account: Account, id_: str, pause: Any) -> None:
    if pause in _CLEARED:
        pausing.resume_collection(account, id_)
    else:
        pausing.pause_collection(account, id_, pause["behavior"], pause.get("resumes_at"))


def _change_trial(account: Account, id_: str, end: Any) -> None:
    """Ending it, or moving its end: the period moves with it."""
    before = account.get("subscription", id_)
    moment = account.now() if end == "now" else int(end)
    after = in_period(before, first_item(before)["current_period_start"], moment)
    trial = {"billing_cycle_anchor": moment, "trial_end": moment}
    started = {"trial_start": before["trial_start"] or account.now(), "status": "trialing"}
    account.change(before, {**after, **trial, **started}, "customer.subscription.updated")
    trial_warning.plan(account, account.get("subscription", id_))


def _change_end(account: Account, id_: str, changes: Mapping[str, Any]) -> None:
    subscription = account.get("subscription", id_)
    if subscription["schedule"] is not None:
        said = (
            f"The subscription is managed by the subscription schedule `{subscription['schedule']}`, and updating "
            "any cancelation behavior directly is not allowed. Please update the schedule instead."
        )
        raise Refusal(said)
    details: Mapping[str, Any] = changes.get("cancellation_details") or {}
    feedback, comment = details.get("feedback"), details.get("comment")
    at: Any = changes.get("cancel_at")
    if changes.get("cancel_at_period_end"):
        cancellation.at_period_end(account, id_, by_flag=True, feedback=feedback, comment=comment)
    elif at in _CLEARED:
        cancellation.undo(account, id_)
    elif at in ("min_period_end", "max_period_end"):
        cancellation.at_period_end(account, id_, feedback=feedback, comment=comment)
    else:
        cancellation.at(account, id_, int(at), feedback=feedback, comment=comment)
