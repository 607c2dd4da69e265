"""Customers of a store at Lemon Squeezy, in every situation of the table in docs/providers.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from adapters.providers.lemonsqueezy.assembly import NAME
from application.portal.checkout_reference import CheckoutReferenceSigner
from contracts.providers.under_test import Situation
from domain.customer import CustomerId
from domain.provider import ProviderRef
from fakes.lemonsqueezy_api import FakeLemonSqueezy
from fixtures.lemonsqueezy.payloads import RECENTLY, variant, wrap

Object = dict[str, Any]

_ADA, _BEN = CustomerId("user_ada"), CustomerId("user_ben")
_SUBSCRIPTIONS: Mapping[str, str] = {
    "an active subscription": "subscriptions.active",
    "a trial": "subscriptions.on_trial",
    "a renewal that is past due": "subscriptions.past_due",
    "an unpaid subscription": "subscriptions.unpaid",
    "a subscription in a status that is not known yet": "subscriptions.status_unheard_of",
    "a pause without service": "subscriptions.paused_void",
    "a pause free of charge": "subscriptions.paused_free",
    "a cancelled subscription that has not ended yet": "subscriptions.cancelled",
    "a trial that was cancelled": "subscriptions.cancelled_in_its_trial",
    "an expired subscription": "subscriptions.expired",
    "a usage-based subscription": "subscriptions.usage_based",
    "no page for other plans": "subscriptions.without_page_for_plans",
    "a page for other plans by its other name": "subscriptions.page_for_plans_by_its_other_name",
}


def situations(api: FakeLemonSqueezy, references: CheckoutReferenceSigner) -> Mapping[str, Callable[[], Situation]]:
    """Yield the situations. Each fills the API and returns the delivered events."""
    around = _Situations(api, references)
    return {
        **{words: around.subscribed(name) for words, name in _SUBSCRIPTIONS.items()},
        "a subscription after its first order": around.ordered_first,
        "two active subscriptions": around.two,
        "a one-off purchase": around.bought,
        "a one-off purchase that is named": around.named,
        "a one-off purchase whose order the API does not know": around.order_gone,
        "a subscription by a reference that is not signed": around.unsigned_subscription,
        "a one-off purchase by a reference that is not signed": around.unsigned_purchase,
        "nothing at all": around.unknown,
        "a subscription that the API does not know": around.subscription_gone,
        "a customer that the API does not know": around.gone,
        "the same, and no address of the store": around.gone_without_login_page,
        "the API is down": around.down,
        "the API key is refused": around.refused,
    }


class _Situations:
    def __init__(self, api: FakeLemonSqueezy, references: CheckoutReferenceSigner) -> None:
        self.api = api
        self.references = references
        api.hold(variant("customers.subscriber"), variant("customers.one_off_buyer"))

    def subscribed(self, name: str) -> Callable[[], Situation]:
        return lambda: self._subscribed(variant(name))

    def ordered_first(self) -> Situation:
        order = self._event(variant("orders.of_subscription"), "order_created", self.references.sign(_ADA, at=RECENTLY))
        return Situation(customer_id=_ADA, heard=[order, *self._active().heard])

    def two(self) -> Situation:
        other = self._subscribed(variant("subscriptions.another"))
        return Situation(customer_id=_ADA, heard=[*self._active().heard, *other.heard])

    def bought(self) -> Situation:
        return self._bought(self.references.sign(_BEN, at=RECENTLY))

    def named(self) -> Situation:
        purchase = ProviderRef(provider=NAME, id="9002")
        return Situation(customer_id=_BEN, heard=self.bought().heard, purchase=purchase)

    def order_gone(self) -> Situation:
        told = self.bought()
        del self.api.objects["orders", "9002"]
        return told

    def unsigned_subscription(self) -> Situation:
        each = variant("subscriptions.active")
        self.api.hold(each)
        return Situation(customer_id=_BEN, heard=[self._event(each, "subscription_created", _BEN)])

    def unsigned_purchase(self) -> Situation:
        return self._bought(_BEN)

    def unknown(self) -> Situation:
        """The customer is registered by the host and has nothing else."""
        return Situation(customer_id=CustomerId("user_nobody"), heard=[])

    def subscription_gone(self) -> Situation:
        told = self._active()
        del self.api.objects["subscriptions", "501"]
        return told

    def gone(self) -> Situation:
        told = self.subscription_gone()
        del self.api.objects["customers", "7001"]
        return told

    def gone_without_login_page(self) -> Situation:
        told = self.gone()
        self.api.objects["stores", "4100"]["attributes"]["url"] = None
        return told

    def down(self) -> Situation:
        told = self._active()
        self.api.misbehaviour = lambda _: httpx.Response(503)
        return told

    def refused(self) -> Situation:
        told = self._active()
        self.api.key = "another"
        return told

    def _active(self) -> Situation:
        return self._subscribed(variant("subscriptions.active"))

    def _subscribed(self, each: Object) -> Situation:
        self.api.hold(each)
        heard = [self._event(each, "subscription_updated", self.references.sign(_ADA, at=RECENTLY))]
        return Situation(customer_id=_ADA, heard=heard)

    def _bought(self, word: str) -> Situation:
        order = variant("orders.paid")
        self.api.hold(order)
        return Situation(customer_id=_BEN, heard=[self._event(order, "order_created", word)])

    def _event(self, each: Object, name: str, word: str) -> bytes:
        return json.dumps(wrap(each, name, custom_data={self.references.key: word})).encode()
