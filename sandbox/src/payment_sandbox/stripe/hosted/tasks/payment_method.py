"""Another card."""

from __future__ import annotations

from payment_sandbox.stripe.hosted.site import Page
from payment_sandbox.stripe.hosted.tasks.task import Done, Errand, NotOffered, Task
from payment_sandbox.stripe.life import wallet
from payment_sandbox.stripe.life.cards import CARDS


def _choose(errand: Errand) -> Page:
    _check(errand)
    return _page(errand)


def _save(errand: Errand) -> Done | Page:
    _check(errand)
    last4 = errand.said.get("card", "")
    if last4 not in CARDS:
        return _page(errand, failure="Choose a card.")
    try:
        wallet.use_card(errand.account, errand.visit.customer["id"], last4)
    except wallet.CardDeclined:
        return _page(errand, failure="Your card was declined. Try another card.")
    return Done(word="card")


def _page(errand: Errand, *, failure: str = "") -> Page:
    chosen = errand.said.get("card", "4242")
    return errand.page("payment_method.html", failure=failure, cards=CARDS.values(), chosen=chosen)


def _check(errand: Errand) -> None:
    if not errand.visit.features["payment_method_update"]["enabled"]:
        raise NotOffered("Payment methods cannot be updated here.")


UPDATE = Task(show=_choose, perform=_save, needs_subscription=False)
