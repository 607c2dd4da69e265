"""Stripe actions that are possible in a customer's state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from chaos.lives.at_stripe_once import OnceAtStripe
from chaos.lives.buyer import Buyer, Deed
from chaos.lives.offers_at_stripe import PLANS, TOGETHER, coupons_for
from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import (
    cancellation,
    checkout,
    customers,
    discounts,
    pause_schedules,
    pausing,
    plan_change,
    portal_offer,
    purchase,
    schedules,
    subscriptions,
    wallet,
)
from payment_sandbox.stripe.objects.subscription import first_item

_GOOD_CARD, _FAILING_CARD = "4242", "0341"
_BACK = "https://shop.example.com/back"
_MOST_SUBSCRIPTIONS = 3
_MOST_PURCHASES = 3
_DAY = 86_400
_ENDED = frozenset({"canceled", "incomplete_expired"})


@dataclass(frozen=True, slots=True)
class AtStripe:
    account: Account
    customer_key: str

    @property
    def once(self) -> OnceAtStripe:
        return OnceAtStripe(self.account)

    def deeds(self, buyer: Buyer) -> Iterator[Deed]:
        accounts = [self.account.get("customer", id_) for id_ in buyer.accounts]
        living = [each["id"] for each in accounts if not each.get("deleted")]
        have = [each for id_ in living for each in self.account.records.find("subscription", "customer", id_)]
        running = [each for each in have if each["status"] not in _ENDED]
        kept = [each for each in self.once.payments(buyer) if each["status"] in ("succeeded", "requires_capture")]
        if len(running) < _MOST_SUBSCRIPTIONS:
            weight = 1.0 if running else 8.0
            yield Deed("subscribes at Stripe", lambda: self._subscribe(buyer, living), weight)
        if len(kept) < _MOST_PURCHASES:
            weight = 1.0 if kept else 3.0
            yield Deed("buys once at Stripe", lambda: self._buy(buyer, living), weight)
            yield Deed("authorizes a payment", lambda: self._buy(buyer, living, captured_later=True), weight * 0.6)
            for id_ in living if buyer.currency == "usd" else ():
                yield Deed("accepts a quote", partial(self.once.accept_quote, buyer, id_), 0.5)
        for subscription in running:
            yield from self._of_subscription(buyer, subscription)
        yield from self.once.deeds(buyer)
        for id_ in living:
            yield Deed("takes a card that works", partial(wallet.use_card, self.account, id_, _GOOD_CARD))
            yield Deed("takes a card that fails", partial(wallet.use_card, self.account, id_, _FAILING_CARD), 0.5)
            yield Deed("moves", partial(customers.update, self.account, id_, phone="+1 555 0100"), 0.3)
            yield Deed("is deleted", partial(customers.delete, self.account, id_), 0.15)

    def _subscribe(self, buyer: Buyer, living: list[str]) -> None:
        data: dict[str, Any] = {"metadata": self._named(buyer)}
        if buyer.likes(0.3):
            data["trial_period_days"] = buyer.chance.choice((3, 7, 14))
        plan = buyer.chance.choice(PLANS)
        beside = [{"price": TOGETHER[plan], "quantity": 2}] if buyer.likes(0.15) else []
        self._complete(
            buyer,
            living,
            mode="subscription",
            line_items=[{"price": plan, "quantity": buyer.chance.choice((1, 1, 3))}, *beside],
            subscription_data=data,
        )

    def _buy(self, buyer: Buyer, living: list[str], *, captured_later: bool = False) -> None:
        """Buy with an account and an invoice, or as a guest with nothing but a payment."""
        if captured_later:
            held = {"capture_method": "manual"}
            self._complete(
                buyer, living, mode="payment", line_items=[{"price": catalogue.LIFETIME}], payment_intent_data=held
            )
            return
        as_customer = {"customer_creation": "always", "invoice_creation": {"enabled": True}}
        kept: dict[str, Any] = {} if living and buyer.likes(0.5) else as_customer if buyer.likes(0.7) else {}
        self._complete(buyer, living, mode="payment", line_items=[{"price": catalogue.LIFETIME}], **kept)

    def _complete(self, buyer: Buyer, living: list[str], *, mode: str, **what: Any) -> None:
        known = buyer.chance.choice(living) if living and "customer_creation" not in what else None
        session = checkout.open_session(
            self.account,
            mode=mode,
            success_url=_BACK,
            customer=known,
            client_reference_id=buyer.id or None,
            currency=buyer.currency,
            metadata=self._named(buyer),
            **what,
        )
        card = _FAILING_CARD if buyer.likes(0.2) else _GOOD_CARD
        paid = purchase.complete(self.account, session["id"], email=buyer.email, name=buyer.name, last4=card)
        if paid["customer"] is not None and paid["customer"] not in buyer.accounts:
            buyer.accounts.append(paid["customer"])
        if paid["payment_intent"] is not None:
            buyer.payments.append(paid["payment_intent"])

    def _of_subscription(self, buyer: Buyer, subscription: Document) -> Iterator[Deed]:
        account, id_ = self.account, subscription["id"]
        offer = portal_offer.offer(
            account, account.get("billing_portal.configuration", catalogue.CONFIGURATION), subscription
        )
        for price in offer.prices:
            yield Deed("changes plan", partial(self._change_plan, subscription, price), 1.0)
        if offer.cancels:
            yield Deed("cancels", lambda: cancellation.at_period_end(account, id_, by_flag=buyer.likes(0.3)), 1.5)
            yield Deed("is cancelled at once", lambda: cancellation.at_once(account, id_), 0.4)
        if offer.renews:
            yield Deed("takes the cancellation back", lambda: cancellation.undo(account, id_), 4.0)
        if offer.pauses and subscription["pause_collection"] is None:
            yield Deed("pauses", lambda: pausing.pause(account, id_))
            for behavior in ("void", "keep_as_draft", "mark_uncollectible"):
                resumes_at = account.now() + 9 * 86_400 if buyer.likes(0.5) else None
                yield Deed(
                    "is not charged for a while",
                    partial(pausing.pause_collection, account, id_, behavior, resumes_at),
                    0.4,
                )
        if offer.resumes:
            yield Deed("resumes", lambda: pausing.resume(account, id_), 4.0)
        if subscription["pause_collection"] is not None:
            yield Deed("is charged again", lambda: pausing.resume_collection(account, id_), 3.0)
        yield from self._of_discounts(buyer, subscription)
        if subscription["status"] == "active":
            yield from self._of_running(buyer, subscription, offer.prices)

    def _of_running(self, buyer: Buyer, subscription: Document, prices: list[Document]) -> Iterator[Deed]:
        account, id_ = self.account, subscription["id"]
        if subscription["schedule"] is None:
            item, seats = first_item(subscription), buyer.chance.choice((1, 2, 5))
            change = {"items": [{"id": item["id"], "quantity": seats}]}
            yield Deed("wants more or fewer seats", lambda: subscriptions.update(account, id_, **change), 0.7)
            for price in prices:
                yield Deed("is upgraded by the seller", partial(self._upgrade, subscription, price), 0.2)
            yield Deed("plans a pause", partial(self._plan_pause, buyer, subscription), 0.6)
        elif self._pauses_later(subscription):
            yield Deed("takes a planned pause back", partial(schedules.release, account, subscription["schedule"]), 3.0)

    def _of_discounts(self, buyer: Buyer, subscription: Document) -> Iterator[Deed]:
        account = self.account
        if subscription["discounts"]:
            yield Deed("loses a discount", lambda: discounts.attach(account, subscription, []), 0.7)
        elif subscription["status"] in ("trialing", "active"):
            coupon = [{"coupon": buyer.chance.choice(coupons_for(subscription))}]
            yield Deed("gets a discount", lambda: discounts.attach(account, subscription, coupon), 0.7)

    def _upgrade(self, subscription: Document, price: Document) -> None:
        """Upgrade with an immediate invoice, without the customer: a failing card causes arrears within a period."""
        changed = [{"id": first_item(subscription)["id"], "price": price["id"]}]
        subscriptions.update(self.account, subscription["id"], items=changed, proration_behavior="always_invoice")

    def _plan_pause(self, buyer: Buyer, subscription: Document) -> None:
        begins = self.account.now() + buyer.chance.choice((1, 4, 15, 40)) * _DAY
        ends = begins + buyer.chance.choice((2, 9)) * _DAY if buyer.likes(0.6) else None
        pause_schedules.plan(self.account, subscription["id"], begins, ends)

    def _pauses_later(self, subscription: Document) -> bool:
        schedule = self.account.get("subscription_schedule", subscription["schedule"])
        return any(each["pause"]["status"]["type"] == "scheduled" for each in schedule["pause_schedules"])

    def _change_plan(self, subscription: Document, price: Document) -> None:
        configuration = self.account.get("billing_portal.configuration", catalogue.CONFIGURATION)
        waits = portal_offer.waits_for_period_end(configuration, subscription, price)
        if waits and subscription["schedule"] is None:
            schedules.change_at_period_end(self.account, subscription["id"], price["id"])
        else:
            plan_change.change_now(
                self.account, subscription["id"], price["id"], proration="always_invoice", present=True
            )

    def _named(self, buyer: Buyer) -> dict[str, str]:
        return {self.customer_key: buyer.id} if buyer.id else {}
