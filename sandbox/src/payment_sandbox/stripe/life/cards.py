"""The cards that can be chosen on the pages, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects import payment_method


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`pays`: while its owner is there. `renews`: also when nobody is."""

    brand: str
    last4: str
    label: str
    pays: bool
    renews: bool


CARDS = {
    card.last4: card
    for card in (
        Card(brand="visa", last4="4242", label="Visa 4242, always works", pays=True, renews=True),
        Card(brand="visa", last4="0341", label="Visa 0341, declined at renewal", pays=True, renews=False),
        Card(brand="visa", last4="0002", label="Visa 0002, declined", pays=False, renews=False),
    )
}
"""By the last four digits; those are of Stripe's own test cards."""


def card_of(method: Document) -> Card:
    return CARDS[method["card"]["last4"]]


def make(account: Account, last4: str, customer: Document | None, billing: Document) -> Document:
    """A payment method, attached to the customer if there is one."""
    card, at = CARDS[last4], account.now()
    owner = None if customer is None else customer["id"]
    made = payment_method.card(
        account.new_id("pm_"), customer=owner, brand=card.brand, last4=last4, billing=billing, at=at
    )
    account.put(made)
    if customer is not None:
        account.tell("payment_method.attached", made, {"customer": None})
    return made


def billing_of(customer: Document) -> Document:
    """The billing details that are known of a customer."""
    return payment_method.billing_details(customer["email"], customer["name"], customer["address"])


def default_of(account: Account, customer: Document, subscription: Document | None = None) -> Document | None:
    """What an invoice is paid with: the subscription's own card, else the customer's (Stripe API, Subscription)."""
    own = None if subscription is None else subscription["default_payment_method"]
    chosen = own or customer["invoice_settings"]["default_payment_method"]
    return None if chosen is None else account.find("payment_method", chosen)
