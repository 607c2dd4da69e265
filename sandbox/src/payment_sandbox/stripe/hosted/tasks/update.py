"""Another plan: it is chosen, and then confirmed."""

from __future__ import annotations

from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.hosted import words
from payment_sandbox.stripe.hosted.site import Page, go
from payment_sandbox.stripe.hosted.tasks.task import Done, Errand, NotOffered, Task
from payment_sandbox.stripe.life import cards, lines, plan_change, portal_offer, schedules
from payment_sandbox.stripe.objects.subscription import first_item


def _choose(errand: Errand) -> Page:
    prices = errand.offer().prices
    if not prices:
        raise NotOffered(errand.offer().why_not)
    current = words.subscription(errand.account, errand.about)
    choices = [
        {"id": each["id"], "name": lines.name_of(errand.account, each), "price": words.price(each)} for each in prices
    ]
    return errand.page("update.html", choices=choices, current=current)


def _go_on(errand: Errand) -> Page:
    query = {"subscription": errand.about["id"], "price": errand.said.get("price", "")}
    return go(errand.visit.url(errand.account, "subscription_update_confirm", **query))


def _ask(errand: Errand) -> Page:
    return _confirmation(errand, _chosen(errand))


def _confirm(errand: Errand) -> Done | Page:
    account, price, subscription = errand.account, _chosen(errand), errand.about
    if portal_offer.waits_for_period_end(errand.visit.configuration, subscription, price):
        schedules.change_at_period_end(account, subscription["id"], price["id"])
        return Done(word="scheduled")
    if _due(errand, price) > 0 and cards.default_of(account, errand.visit.customer, subscription) is None:
        return _confirmation(errand, price, failure="Add a payment method first.")
    plan_change.change_now(account, subscription["id"], price["id"], present=True, **_how(errand))
    return Done(word="changed")


def _chosen(errand: Errand) -> Document:
    offered = {price["id"]: price for price in errand.offer().prices}
    chosen = offered.get(errand.said.get("price", ""))
    if chosen is None:
        raise NotOffered("This plan is not offered." if offered else errand.offer().why_not)
    return chosen


def _confirmation(errand: Errand, price: Document, *, failure: str = "") -> Page:
    subscription = errand.about
    waits = portal_offer.waits_for_period_end(errand.visit.configuration, subscription, price)
    due = 0 if waits else _due(errand, price)
    return errand.page(
        "update_confirm.html",
        failure=failure,
        current=words.subscription(errand.account, subscription),
        name=lines.name_of(errand.account, price),
        price=words.price(price),
        price_id=price["id"],
        period_end=words.day(first_item(subscription)["current_period_end"]),
        waits=waits,
        due=words.amount(max(due, 0), price["currency"]),
        credit=words.amount(-due, price["currency"]) if due < 0 else "",
    )


def _due(errand: Errand, price: Document) -> int:
    return plan_change.due_today(errand.account, errand.about["id"], price["id"], **_how(errand))


def _how(errand: Errand) -> dict[str, Any]:
    """As the configuration has it (Stripe API, Configuration.features.subscription_update)."""
    update = errand.visit.features["subscription_update"]
    return {
        "proration": update["proration_behavior"],
        "ends_trial": update["trial_update_behavior"] != "continue_trial",
    }


CHOOSE = Task(show=_choose, perform=_go_on)
CONFIRM = Task(show=_ask, perform=_confirm)
