"""Lemon Squeezy actions that are possible in a customer's state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from chaos.lives.buyer import Buyer, Deed
from payment_sandbox.lemonsqueezy.cards import FAILING, OTHER, WORKING
from payment_sandbox.lemonsqueezy.life import (
    buying,
    cancelling,
    changing_plan,
    customers,
    pausing,
    payment_method,
    refunding,
)
from payment_sandbox.lemonsqueezy.life.period import item_of, price_of_variant
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document

_MOST_SUBSCRIPTIONS = 3
_MOST_PURCHASES = 3
_REFUNDABLE = frozenset({"paid", "partial_refund"})


@dataclass(frozen=True, slots=True)
class AtLemonSqueezy:
    shop: Shop
    customer_key: str

    def deeds(self, buyer: Buyer) -> Iterator[Deed]:
        known = customers.known(self.shop, buyer.email)
        have = [] if known is None else list(self.shop.resources.newest("subscriptions", "customer_id", number(known)))
        orders = [] if known is None else list(self.shop.resources.newest("orders", "customer_id", number(known)))
        running = [each for each in have if not each["private"]["ended"]]
        opened_by = {each["attributes"]["order_id"] for each in have}
        once = [each for each in orders if number(each) not in opened_by]
        if len(running) < _MOST_SUBSCRIPTIONS:
            weight = 1.0 if running else 8.0
            yield Deed("subscribes at Lemon Squeezy", lambda: self._buy(buyer, plans=True), weight)
        if len(once) < _MOST_PURCHASES:
            yield Deed("buys once at Lemon Squeezy", lambda: self._buy(buyer, plans=False), 1.0 if once else 3.0)
        for subscription in running:
            yield from self._of_subscription(buyer, subscription)
        for payment in [*orders, *self._payments(have)]:
            if payment["attributes"]["status"] in _REFUNDABLE and payment["attributes"]["total"] > 0:
                yield from self._of_payment(buyer, payment)

    def _buy(self, buyer: Buyer, *, plans: bool) -> None:
        variants = self.shop.records.all("variants")
        offered = [each for each in variants if self._is_plan(each) is plans]
        self._pay(buyer, buyer.chance.choice(offered), quantity=buyer.chance.choice((1, 1, 3)) if plans else 1)

    def _pay(self, buyer: Buyer, variant: Document, *, quantity: int) -> None:
        buying.buy(
            self.shop,
            buying.Purchase(
                variant=variant,
                name=buyer.name,
                email=buyer.email,
                card=FAILING if buyer.likes(0.2) else WORKING,
                quantity=quantity,
                custom_data=self._custom_data(buyer),
            ),
        )

    def _custom_data(self, buyer: Buyer) -> dict[str, str]:
        """Return custom data with the signed reference that the host application requests for the checkout."""
        if buyer.reference is None:
            return {}
        return {self.customer_key: buyer.reference(at=self.shop.clock.now())}

    def _of_subscription(self, buyer: Buyer, subscription: Document) -> Iterator[Deed]:
        shop, told = self.shop, subscription["attributes"]
        if told["cancelled"]:
            yield Deed("takes the cancellation back", lambda: cancelling.resume(shop, subscription), 4.0)
            return
        yield Deed("cancels", lambda: cancelling.cancel(shop, subscription), 1.5)
        if told["pause"] is not None:
            yield Deed("resumes", lambda: pausing.unpause(shop, subscription), 4.0)
            return
        for mode in pausing.MODES:
            until = shop.clock.now() + timedelta(days=9) if buyer.likes(0.5) else None
            yield Deed("pauses", partial(pausing.pause, shop, subscription, mode, until), 0.6)
        plans = [each for each in shop.records.all("variants") if self._is_plan(each)]
        for variant in plans:
            when: changing_plan.Proration = buyer.chance.choice(("with the next renewal", "at once", "never"))
            yield Deed("changes plan", partial(changing_plan.change_plan, shop, subscription, variant, when))
        item, seats = item_of(shop, subscription), buyer.chance.choice((1, 2, 5))
        yield Deed(
            "wants more or fewer seats",
            lambda: changing_plan.change_quantity(shop, item, seats, "with the next renewal"),
            0.7,
        )
        for card, weight in ((OTHER, 1.0), (FAILING, 0.5)):
            yield Deed(
                "takes another card",
                partial(payment_method.update_payment_method, shop, subscription, card),
                weight,
            )

    def _of_payment(self, buyer: Buyer, payment: Document) -> Iterator[Deed]:
        told = payment["attributes"]
        if (left := told["total"] - told["refunded_amount"]) > 0:
            some = buyer.chance.randint(1, left)
            yield Deed("gets some of it back", lambda: refunding.refund(self.shop, payment, some), 0.5)
            yield Deed("gets all of it back", lambda: refunding.refund(self.shop, payment, None), 0.4)

    def _payments(self, subscriptions: list[Document]) -> Iterator[Document]:
        for each in subscriptions:
            yield from self.shop.resources.newest("subscription-invoices", "subscription_id", number(each))

    def _is_plan(self, variant: Document) -> bool:
        return bool(price_of_variant(self.shop, variant)["attributes"]["category"] == "subscription")
