"""The portal's front page."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.hosted import words
from payment_sandbox.stripe.hosted.site import Page, Site
from payment_sandbox.stripe.hosted.visit import Visit
from payment_sandbox.stripe.life import cards, portal_offer
from payment_sandbox.stripe.life.portal_offer import Offer

_DONE: Mapping[str, str] = {
    "changed": "Your plan was changed.",
    "scheduled": "Your plan will change when the current period ends.",
    "canceled": "Your plan was canceled.",
    "renewed": "Your plan has been renewed.",
    "paused": "Your subscription is paused.",
    "resumed": "Your subscription continues.",
    "card": "Your payment method was updated.",
    "details": "Your billing information was updated.",
}
"""What was just done, by a word in the address."""

_GONE = frozenset({"canceled", "incomplete_expired"})


def show(site: Site, visit: Visit, *, done: str) -> Page:
    account = site.account
    theirs = [each for each in _subscriptions(account, visit) if each["status"] not in _GONE]
    default = cards.default_of(account, visit.customer, theirs[-1] if theirs else None)
    return site.show(
        "home.html",
        back=visit.session["return_url"],
        card=words.card(default),
        customer=visit.customer,
        done=_DONE.get(done),
        features=visit.features,
        link=lambda task, **query: visit.url(account, task, **query),
        payments=payments(account, visit.customer) if visit.features["invoice_history"]["enabled"] else [],
        subscriptions=[(words.subscription(account, each), actions(account, visit, each)) for each in theirs],
    )


def actions(account: Account, visit: Visit, subscription: Document) -> list[tuple[str, str, str]]:
    """What can be done with it: the task, what its link says, and how it looks."""
    offer: Offer = portal_offer.offer(account, visit.configuration, subscription)
    wanted = [
        (bool(offer.prices), "subscription_update", "Update plan", ""),
        (offer.renews, "subscription_renew", "Renew plan", ""),
        (offer.resumes, "subscription_resume", "Resume subscription", ""),
        (offer.pauses, "subscription_pause", "Pause subscription", "second"),
        (offer.cancels, "subscription_cancel", "Cancel plan", "bad"),
    ]
    return [(task, label, look) for offered, task, label, look in wanted if offered]


def payments(account: Account, customer: Document) -> list[Document]:
    """Newest first: everything invoiced, and what was bought once without an invoice."""
    invoiced = [
        {
            "at": each["created"],
            "amount": words.amount(each["total"], each["currency"]),
            "status": each["status"].title(),
            "what": _what(each["lines"]["data"]),
            "url": each["hosted_invoice_url"],
            "link": "View invoice",
        }
        for each in account.records.find("invoice", "customer", customer["id"])
        if each["status"] != "draft"
    ]
    bought = [
        _receipt(account, each)
        for each in account.records.find("checkout.session", "customer", customer["id"])
        if each["mode"] == "payment" and each["status"] == "complete" and each["invoice"] is None
    ]
    newest = sorted(invoiced + bought, key=lambda each: int(each["at"]), reverse=True)
    return [{**each, "day": words.day(each["at"])} for each in newest]


def _subscriptions(account: Account, visit: Visit) -> list[Document]:
    return account.records.find("subscription", "customer", visit.customer["id"])


def _what(lines: list[Document]) -> str:
    return str(lines[-1]["description"])


def _receipt(account: Account, session: Document) -> Document:
    intent = account.get("payment_intent", session["payment_intent"])
    charge = account.get("charge", intent["latest_charge"])
    given_back = charge["amount_refunded"]
    status = "Refunded" if charge["refunded"] else "Partially refunded" if given_back else "Paid"
    return {
        "at": charge["created"],
        "amount": words.amount(charge["amount"], charge["currency"]),
        "status": status,
        "what": _bought(account, session),
        "url": charge["receipt_url"],
        "link": "View receipt",
    }


def _bought(account: Account, session: Document) -> str:
    order = account.get("checkout.order", session["id"])
    return ", ".join(line["description"] for line in order["line_items"])
