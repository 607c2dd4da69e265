"""Customers of a seller at Stripe, in every situation of the table in docs/providers.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from contracts.providers.under_test import Situation
from domain.customer import CustomerId
from domain.provider import ProviderName, ProviderRef
from fakes.stripe_api import FakeStripe
from fixtures.stripe.payloads import event, variant, wrap

Object = dict[str, Any]

_STRIPE = ProviderName("stripe")
_SUBSCRIPTIONS: Mapping[str, str] = {
    "an active subscription": "subscription.renewed",
    "a trial": "subscription.status_trialing",
    "a renewal that is past due": "subscription.status_past_due",
    "an unpaid subscription": "subscription.status_unpaid",
    "a subscription whose first payment is missing": "subscription.status_incomplete",
    "a subscription in a status that is not known yet": "subscription.status_unheard_of",
    "a paused subscription": "subscription.status_paused",
    "a pause that voids invoices": "subscription.pause_collection_void",
    "a pause that keeps invoices as drafts": "subscription.pause_collection_keep_as_draft",
    "a scheduled cancellation": "subscription.cancel_at_only",
    "several items in one subscription": "subscription.several_items",
    "a metered subscription": "subscription.metered",
    "a subscription paid by invoice": "subscription.send_invoice",
}


def situations(api: FakeStripe) -> Mapping[str, Callable[[], Situation]]:
    """Yield the situations. Each fills the API and returns the delivered events."""
    around = _Situations(api)
    return {
        **{words: around.subscribed(name) for words, name in _SUBSCRIPTIONS.items()},
        "a change of plan by schedule": around.scheduled(
            "subscription.downgrade_scheduled", event("subscription_schedule.updated")["data"]["object"]
        ),
        "an end by schedule": around.scheduled(
            "subscription.cancel_by_schedule", variant("subscription_schedule.ends_the_subscription")
        ),
        "an ended subscription": around.ended,
        "two active subscriptions": around.two,
        "a one-off purchase": around.bought("checkout.session.later_disputed"),
        "a one-off purchase that is named": around.named,
        "a guest's one-off purchase": around.bought("checkout.session.guest"),
        "a purchase by a payment link, unsigned": around.bought("checkout.session.payment_link"),
        "a guest's purchase by a payment link, unsigned": around.planted,
        "a customer object, nothing bought": around.linked,
        "nothing at all": around.unknown,
        "a deleted customer object": around.deleted,
        "a customer object that the API does not know": around.gone,
        "the same, and no login page": around.gone_without_login_page,
        "a portal without plan changes": around.without_plan_changes,
        "the API goes down after the portal was opened": around.going_down,
        "the API is down": around.down,
        "the API key is refused": around.refused,
    }


class _Situations:
    def __init__(self, api: FakeStripe) -> None:
        self.api = api
        api.hold(variant("billing_portal.configuration.with_pauses"))
        api.hold(variant("billing_portal.configuration.without_plan_changes"))

    def subscribed(self, name: str) -> Callable[[], Situation]:
        return lambda: self._told(variant(name), "customer.subscription.updated")

    def scheduled(self, name: str, schedule: Object) -> Callable[[], Situation]:
        def made() -> Situation:
            planned = self._told(schedule, "subscription_schedule.updated")
            told = self._told(variant(name), "customer.subscription.updated")
            return Situation(customer_id=told.customer_id, heard=[*told.heard, *planned.heard])

        return made

    def ended(self) -> Situation:
        return self._told(event("customer.subscription.deleted")["data"]["object"], "customer.subscription.deleted")

    def two(self) -> Situation:
        first, other = variant("subscription.renewed"), variant("subscription.renewed")
        other["id"] = "sub_AdaOther"
        told = [self._told(each, "customer.subscription.updated") for each in (first, other)]
        return Situation(customer_id=told[0].customer_id, heard=[body for each in told for body in each.heard])

    def bought(self, name: str) -> Callable[[], Situation]:
        return lambda: self._told(variant(name), "checkout.session.completed")

    def named(self) -> Situation:
        told = self._told(variant("checkout.session.later_disputed"), "checkout.session.completed")
        purchase = ProviderRef(provider=_STRIPE, id="pi_LeoCourse")
        return Situation(customer_id=told.customer_id, heard=told.heard, purchase=purchase)

    def planted(self) -> Situation:
        """Anybody can write a customer id into a payment link's URL; it claims the purchase and proves nothing."""
        guests = variant("checkout.session.guest")
        forged = {**guests, "metadata": {}, "payment_link": "plink_Example", "client_reference_id": "user_mallory"}
        told = self._told(forged, "checkout.session.completed")
        return Situation(customer_id=CustomerId("user_mallory"), heard=told.heard)

    def linked(self) -> Situation:
        return self._told(event("customer.created")["data"]["object"], "customer.created")

    def unknown(self) -> Situation:
        """The customer is registered by the host and has nothing else."""
        return Situation(customer_id=CustomerId("user_nobody"), heard=[])

    def deleted(self) -> Situation:
        told = self._told(variant("subscription.renewed"), "customer.subscription.updated")
        tombstone = {"id": "cus_Ada", "object": "customer", "deleted": True}
        self.api.hold(tombstone)
        word = self._event(tombstone, "customer.deleted")
        return Situation(customer_id=told.customer_id, heard=[*told.heard, word])

    def gone(self) -> Situation:
        told = self._told(variant("subscription.renewed"), "customer.subscription.updated")
        del self.api.objects["cus_Ada"]
        return told

    def gone_without_login_page(self) -> Situation:
        told = self.gone()
        for id_ in ("bpc_Whole", "bpc_NoPlanChanges"):
            self.api.objects[id_]["login_page"] = {"enabled": False, "url": None}
        return told

    def without_plan_changes(self) -> Situation:
        restricted = variant("billing_portal.configuration.without_plan_changes")
        restricted["features"]["subscription_pause"]["enabled"] = True
        self.api.hold({**restricted, "id": "bpc_Whole"})
        return self._told(variant("subscription.renewed"), "customer.subscription.updated")

    def going_down(self) -> Situation:
        told = self._told(variant("subscription.renewed"), "customer.subscription.updated")
        return Situation(customer_id=told.customer_id, heard=told.heard, meanwhile=self._break)

    def down(self) -> Situation:
        told = self._told(variant("subscription.renewed"), "customer.subscription.updated")
        self._break()
        return told

    def refused(self) -> Situation:
        told = self._told(variant("subscription.renewed"), "customer.subscription.updated")
        self.api.key = "sk_test_another"
        return told

    def _break(self) -> None:
        self.api.misbehaviour = lambda _: httpx.Response(503)

    def _told(self, each: Object, type_: str) -> Situation:
        if each.get("customer"):
            self.api.hold({**variant("customer.without_user_id"), "id": each["customer"]})
        self.api.hold(variant("charge.guest"), variant("payment_intent.guest"), each)
        user = each["metadata"].get("user_id") or each.get("client_reference_id") or "user_nobody"
        return Situation(customer_id=CustomerId(user), heard=[self._event(each, type_)])

    def _event(self, each: Object, type_: str) -> bytes:
        created, event_id = int(self.api.now.timestamp()), f"evt_{type_}_{each['id']}"
        return json.dumps(wrap(each, type_, created=created, event_id=event_id)).encode()
