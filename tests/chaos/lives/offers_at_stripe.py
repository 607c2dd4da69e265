"""The seller's offers at Stripe beyond the catalogue: prices in euros, and coupons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import costs, discounts

PLANS = (catalogue.BASIC_MONTHLY, catalogue.BASIC_YEARLY, catalogue.PRO_MONTHLY, catalogue.PRO_YEARLY)
TOGETHER: Mapping[str, str] = {
    catalogue.BASIC_MONTHLY: catalogue.PRO_MONTHLY,
    catalogue.PRO_MONTHLY: catalogue.BASIC_MONTHLY,
    catalogue.BASIC_YEARLY: catalogue.PRO_YEARLY,
    catalogue.PRO_YEARLY: catalogue.BASIC_YEARLY,
}
"""Each plan can be combined in a subscription with the other plan of the same interval."""

_COUPONS: Mapping[str, Mapping[str, Any]] = {
    "HALF": {"percent_off": 50, "duration": "forever"},
    "ALL": {"percent_off": 100, "duration": "once"},
    "QUARTER": {"percent_off": 25, "duration": "repeating", "duration_in_months": 1},
    "THREE": {"amount_off": 300, "currency": "usd", "duration": "forever"},
}


def begin(account: Account) -> None:
    """Create these offers."""
    for id_ in (*PLANS, catalogue.LIFETIME):
        price = account.get("price", id_)
        costs.offer(account, price, {"eur": {"unit_amount": price["unit_amount"] - 50}})
    for id_, terms in _COUPONS.items():
        discounts.create_coupon(account, id=id_, **terms)


def coupons_for(subscription: Document) -> Sequence[str]:
    """Return the coupons in its currency."""
    return [id_ for id_, terms in _COUPONS.items() if terms.get("currency") in (None, subscription["currency"])]
