"""Customers of the fake Lemon Squeezy, of every kind that reconciliation can find without a webhook."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.cards import WORKING
from payment_sandbox.lemonsqueezy.life.buying import Purchase, buy
from payment_sandbox.lemonsqueezy.life.cancelling import cancel
from payment_sandbox.lemonsqueezy.life.changing_plan import change_plan
from payment_sandbox.lemonsqueezy.life.pausing import pause
from payment_sandbox.lemonsqueezy.life.refunding import refund
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document


class LemonSqueezyCustomers:
    """Creates customers, each of the next kind."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._kinds = (
            self._subscribes,
            self._cancels,
            self._pauses,
            self._changes,
            self._buys,
            self._gets_some_money_back,
            self._gets_all_money_back,
        )
        products = {str(each["attributes"]["name"]): int(each["id"]) for each in shop.records.all("products")}
        self._variants = {
            (name, str(each["attributes"]["name"])): each
            for name, id_ in products.items()
            for each in shop.records.find("variants", "attributes.product_id", id_)
        }

    def come(self, number: int) -> None:
        self._kinds[number % len(self._kinds)](f"buyer_{number}")

    def _subscribes(self, who: str) -> Document:
        order = self._buy(who, "Pro", "Monthly")
        found = self._shop.resources.first("subscriptions", "order_id", int(order["id"]))
        if found is None:
            raise LookupError("the order began no subscription")
        return found

    def _cancels(self, who: str) -> None:
        cancel(self._shop, self._subscribes(who))

    def _pauses(self, who: str) -> None:
        pause(self._shop, self._subscribes(who), "void", None)

    def _changes(self, who: str) -> None:
        change_plan(self._shop, self._subscribes(who), self._variants["Basic", "Yearly"], "at once")

    def _buys(self, who: str) -> Document:
        return self._buy(who, "Lifetime", "Default")

    def _gets_some_money_back(self, who: str) -> None:
        refund(self._shop, self._buys(who), 2_500)

    def _gets_all_money_back(self, who: str) -> None:
        order = self._buys(who)
        refund(self._shop, order, int(order["attributes"]["total"]))

    def _buy(self, who: str, product: str, variant: str) -> Document:
        return buy(
            self._shop,
            Purchase(
                variant=self._variants[product, variant],
                name=f"Customer {who}",
                email=f"{who}@example.com",
                card=WORKING,
                custom_data={"user_id": who},
            ),
        )
