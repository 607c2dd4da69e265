"""Cancelling, and thinking better of it."""

from __future__ import annotations

from payment_sandbox.stripe.hosted import words
from payment_sandbox.stripe.hosted.site import Page
from payment_sandbox.stripe.hosted.tasks.task import Done, Errand, NotOffered, Task
from payment_sandbox.stripe.life import cancellation
from payment_sandbox.stripe.objects.subscription import first_item

_REASONS = {
    "customer_service": "Customer service was less than expected",
    "low_quality": "Quality was less than expected",
    "missing_features": "I need more features",
    "other": "Other reason",
    "switched_service": "I found an alternative",
    "too_complex": "Ease of use was less than expected",
    "too_expensive": "It's too expensive",
    "unused": "I no longer need it",
}


def _ask(errand: Errand) -> Page:
    offer = errand.offer()
    if not offer.cancels:
        raise NotOffered(offer.why_not)
    reasons = errand.visit.features["subscription_cancel"]["cancellation_reason"]
    return errand.page(
        "cancel.html",
        at_once=_at_once(errand),
        current=words.subscription(errand.account, errand.about),
        period_end=words.day(first_item(errand.about)["current_period_end"]),
        reasons=[(each, _REASONS[each]) for each in reasons["options"] or []] if reasons["enabled"] else [],
    )


def _cancel(errand: Errand) -> Done:
    offer = errand.offer()
    if not offer.cancels:
        raise NotOffered(offer.why_not)
    end = cancellation.at_once if _at_once(errand) else cancellation.at_period_end
    feedback = errand.said.get("feedback", "")
    end(
        errand.account,
        errand.about["id"],
        feedback=feedback if feedback in _REASONS else None,
        comment=errand.said.get("comment") or None,
    )
    return Done(word="canceled")


def _ask_to_renew(errand: Errand) -> Page:
    _check_renewable(errand)
    current = words.subscription(errand.account, errand.about)
    return errand.page("renew.html", current=current)


def _renew(errand: Errand) -> Done:
    _check_renewable(errand)
    cancellation.undo(errand.account, errand.about["id"])
    return Done(word="renewed")


def _check_renewable(errand: Errand) -> None:
    if not errand.offer().renews:
        raise NotOffered("The subscription is not set to be canceled.")


def _at_once(errand: Errand) -> bool:
    return bool(errand.visit.features["subscription_cancel"]["mode"] == "immediately")


CANCEL = Task(show=_ask, perform=_cancel)
RENEW = Task(show=_ask_to_renew, perform=_renew)
