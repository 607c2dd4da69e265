"""Pausing a subscription, and going on with it."""

from __future__ import annotations

from payment_sandbox.stripe.hosted import words
from payment_sandbox.stripe.hosted.site import Page
from payment_sandbox.stripe.hosted.tasks.task import Done, Errand, NotOffered, Task
from payment_sandbox.stripe.life import pausing


def _ask(errand: Errand) -> Page:
    _check(errand, offered=errand.offer().pauses)
    return _page(errand, pauses=True)


def _pause(errand: Errand) -> Done:
    _check(errand, offered=errand.offer().pauses)
    pausing.pause(errand.account, errand.about["id"])
    return Done(word="paused")


def _ask_to_resume(errand: Errand) -> Page:
    _check(errand, offered=errand.offer().resumes)
    return _page(errand, pauses=False)


def _resume(errand: Errand) -> Done | Page:
    _check(errand, offered=errand.offer().resumes)
    resumed = pausing.resume(errand.account, errand.about["id"])
    if resumed["status"] == "paused":
        return _page(errand, pauses=False, failure="The payment failed. Update your payment method first.")
    return Done(word="resumed")


def _page(errand: Errand, *, pauses: bool, failure: str = "") -> Page:
    current = words.subscription(errand.account, errand.about)
    return errand.page("pause.html", failure=failure, current=current, pauses=pauses)


def _check(errand: Errand, *, offered: bool) -> None:
    if not offered:
        raise NotOffered(errand.offer().why_not)


PAUSE = Task(show=_ask, perform=_pause)
RESUME = Task(show=_ask_to_resume, perform=_resume)
