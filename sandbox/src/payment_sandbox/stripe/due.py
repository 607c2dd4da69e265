"""When something happens to an object by itself."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.objects.charge import HELD_FOR
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.objects.subscription_schedule import next_pause_or_resume

KIND = "due"
"""A document for each object that something will happen to: its `id`, when (`at`), and what it is (`of`)."""

_RUNNING = frozenset({"trialing", "active", "past_due", "unpaid"})


def moment_of(document: Document) -> int | None:
    """The earliest such moment, in seconds since 1970; None if nothing will happen."""
    match document["object"]:
        case "subscription":
            return _of_subscription(document)
        case "invoice":
            return _of_invoice(document)
        case "checkout.session" if document["status"] == "open":
            expires_at: int = document["expires_at"]
            return expires_at
        case "subscription_schedule":
            return next_pause_or_resume(document)
        case "payment_intent" if document["status"] == "requires_capture":
            return int(document["created"]) + HELD_FOR
        case _:
            return None


def _of_subscription(subscription: Document) -> int | None:
    """Paused, it has no periods, but ends when that was planned (Stripe API, Subscription.cancel_at)."""
    if subscription["status"] == "paused":
        ends_at: int | None = subscription["cancel_at"]
        return ends_at
    if subscription["status"] not in _RUNNING:
        return None
    moments: list[int | None] = [first_item(subscription)["current_period_end"], subscription["cancel_at"]]
    if subscription["pause_collection"] is not None:
        moments.append(subscription["pause_collection"]["resumes_at"])
    return min(moment for moment in moments if moment is not None)


def _of_invoice(invoice: Document) -> int | None:
    moments: dict[str, int | None] = {
        "draft": invoice["automatically_finalizes_at"],
        "open": invoice["next_payment_attempt"],
    }
    return moments.get(invoice["status"])
