"""What the portal lets a customer do with a subscription (Stripe documentation, "Customer portal: limitations")."""

from __future__ import annotations

from dataclasses import dataclass

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import schedules
from payment_sandbox.stripe.objects.subscription import first_item

_LIVE = frozenset({"trialing", "active", "past_due"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`prices`: what can be changed to. `why_not`: why something is not offered, where it is not."""

    prices: list[Document]
    cancels: bool
    renews: bool
    pauses: bool
    resumes: bool
    why_not: str


def offer(account: Account, configuration: Document, subscription: Document) -> Offer:
    features = configuration["features"]
    why_not = _why_nothing(account, subscription)
    ending = subscription["cancel_at"] is not None
    free = not why_not and not ending
    cancels = free and features["subscription_cancel"]["enabled"]
    pause = features["subscription_pause"]
    # How long is never asked: what is paused stays so until it is resumed.
    pausing = pause["enabled"] and pause["duration"]["type"] == "indefinite" and not why_not
    status = subscription["status"]
    return Offer(
        prices=_prices(account, features, subscription) if free and status in _LIVE else [],
        cancels=bool(cancels),
        renews=not why_not and ending and bool(features["subscription_cancel"]["enabled"]),
        pauses=bool(pausing and not ending and _can_be_paused(subscription)),
        resumes=bool(pausing and status == "paused"),
        why_not=why_not or (_ENDING.format(id=subscription["id"]) if ending else _WHY_NOT),
    )


def waits_for_period_end(configuration: Document, subscription: Document, price: Document) -> bool:
    """Whether a change to that price is scheduled (Stripe API, Configuration.features.subscription_update)."""
    update, current = configuration["features"]["subscription_update"], first_item(subscription)["price"]
    holds = {
        "decreasing_item_amount": (price["unit_amount"] or 0) < (current["unit_amount"] or 0),
        "shortening_interval": _days(price) < _days(current),
    }
    return any(holds[each["type"]] for each in update["schedule_at_period_end"]["conditions"])


_ENDING = "The subscription {id} is already set to be canceled at period end."
_WHY_NOT = "The portal does not offer this for the subscription."


def _why_nothing(account: Account, subscription: Document) -> str:
    if subscription["status"] in ("canceled", "incomplete", "incomplete_expired"):
        return f"The subscription is {subscription['status']} and cannot be changed."
    schedule = subscription["schedule"]
    if schedule is not None and schedules.next_phase(account.get("subscription_schedule", schedule)) is not None:
        return "The subscription has a scheduled update and cannot be changed in the portal until then."
    return ""


def _can_be_paused(subscription: Document) -> bool:
    """Not with a schedule (Stripe API, "Pause a subscription"), and only if it is charged automatically."""
    charged = subscription["collection_method"] == "charge_automatically"
    return subscription["status"] == "active" and subscription["schedule"] is None and charged


def _prices(account: Account, features: Document, subscription: Document) -> list[Document]:
    """All that are offered but the current one. Several items and invoices to be paid by hand allow no change."""
    update, current = features["subscription_update"], first_item(subscription)["price"]
    by_hand = subscription["collection_method"] == "send_invoice"
    if not update["enabled"] or "price" not in update["default_allowed_updates"]:
        return []
    if len(subscription["items"]["data"]) > 1 or by_hand:
        return []
    offered = [account.find("price", id_) for product in update["products"] or [] for id_ in product["prices"]]
    return [each for each in offered if each is not None and _fits(each, current)]


def _fits(price: Document, current: Document) -> bool:
    """Only between prices of one currency and one known way of taxing."""
    same = all(price[key] == current[key] for key in ("currency", "tax_behavior"))
    known = price["tax_behavior"] != "unspecified"
    return bool(price["active"] and same and known and price["id"] != current["id"])


def _days(price: Document) -> int:
    days = {"day": 1, "week": 7, "month": 30, "year": 365}
    return int(price["recurring"]["interval_count"] * days[price["recurring"]["interval"]])
