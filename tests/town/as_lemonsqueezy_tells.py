"""A lifecycle in Lemon Squeezy's terms: complete deliveries, and the objects as its API holds them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

from application.portal.checkout_reference import CheckoutReferenceSigner
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from fixtures.lemonsqueezy.payloads import changed, variant, wrap
from town.happening import Happening, Object
from town.life import (
    LEMONSQUEEZY,
    Account,
    Bought,
    Change,
    How,
    Life,
    Purchase,
    Standing,
    Subscription,
    SubscriptionChange,
    moment,
)

_STATUSES: Mapping[str, str] = {
    Standing.TRIALING: "on_trial",
    Standing.CANCELLING: "cancelled",
    Standing.VOID: "paused",
    Standing.FREE: "paused",
    Standing.ENDED: "expired",
    Standing.ODD: "hibernating",
}
_PAUSES: Mapping[str, str] = {Standing.PAUSED: "void", Standing.VOID: "void", Standing.FREE: "free"}
_EVENTS: Mapping[str, str] = {
    Standing.CANCELLING: "subscription_cancelled",
    Standing.ENDED: "subscription_expired",
    Standing.PAUSED: "subscription_paused",
    Standing.VOID: "subscription_paused",
    Standing.FREE: "subscription_paused",
}


def always() -> Iterator[Object]:
    """Return the store's products."""
    yield variant("prices.pro_monthly")
    yield variant("prices.lifetime")


def iso(seconds: float) -> str:
    return moment(int(seconds)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


class AsLemonSqueezyTells:
    def __init__(self, references: CheckoutReferenceSigner) -> None:
        self.references = references

    def life(self, life: Life) -> Iterator[Happening]:
        for account in life.accounts:
            if account.provider == LEMONSQUEEZY:
                yield self._account(account, subscriber=any(_is_of(account, s) for s in life.subscriptions))
        for subscription in life.subscriptions:
            if subscription.provider == LEMONSQUEEZY:
                yield from self.subscription(subscription)
        for purchase in life.purchases:
            if purchase.provider == LEMONSQUEEZY:
                yield from self.purchase(purchase)

    def subscription(self, subscription: Subscription) -> Iterator[Happening]:
        """Encode a subscription. The checkout's custom data is in each of its events, and in no response."""
        yield self._first_order(subscription)
        about, counted, owed = (ObjectKind.SUBSCRIPTION, subscription.id), False, None
        for number, change in enumerate(subscription.changes):
            told = _subscription(subscription, change)
            counts = change.value is not Standing.ODD
            needed = (counts and not counted) or (number == 0 and bool(subscription.words))
            name = _EVENTS.get(change.value, "subscription_updated") if number else "subscription_created"
            if change.value is Standing.PAST_DUE:
                owed = owed or self._invoice(subscription, change, number)
                owed["attributes"]["updated_at"] = iso(change.stamp)
                yield self._happening(change, subscription, owed, "subscription_payment_failed", _invoice(owed))
            elif owed is not None and change.value is Standing.ACTIVE:
                owed["attributes"] |= {"status": "paid", "updated_at": iso(change.stamp)}
                name_paid = "subscription_payment_recovered"
                yield self._happening(change, subscription, owed, name_paid, _invoice(owed))
                owed = None
            yield self._happening(change, subscription, told, name, about, needed=needed)
            counted |= counts

    def purchase(self, purchase: Purchase) -> Iterator[Happening]:
        """Encode a purchase; one object reports both the payment and its refunds."""
        about, status = (ObjectKind.ORDER, purchase.id), ""
        changes = [*((c, True) for c in purchase.payments), *((c, False) for c in purchase.refunds)]
        for number, (change, of_payment) in enumerate(changes):
            status, back = (change.value, 0) if of_payment else ("paid", change.amount)
            told = _order(purchase, change, status, back)
            first, paid = number == 0 and bool(purchase.words), of_payment and status == "paid"
            name = "order_refunded" if number else "order_created"
            yield self._happening(change, purchase, told, name, about, needed=first or paid)

    def _account(self, account: Account, *, subscriber: bool) -> Happening:
        told = variant("customers.subscriber" if subscriber else "customers.one_off_buyer")
        told["id"] = account.id
        told["attributes"] |= {"created_at": iso(account.created), "updated_at": iso(account.created)}
        sent = json.dumps(wrap(told, "customer_updated")).encode()
        about = (ObjectKind.ACCOUNT, account.id)
        return Happening(at=account.created, provider=LEMONSQUEEZY, held=(told,), body=sent, about=about)

    def _first_order(self, subscription: Subscription) -> Happening:
        begun = subscription.changes[0]
        told = changed(
            "orders.of_subscription",
            customer_id=int(subscription.account or 0),
            created_at=iso(subscription.created),
            updated_at=iso(begun.stamp),
        )
        told["id"] = str(subscription.order)
        about = (ObjectKind.ORDER, told["id"])
        needed = bool(subscription.words)
        return self._happening(begun, subscription, told, "order_created", about, needed=needed)

    def _invoice(self, subscription: Subscription, change: Change, number: int) -> Object:
        told = changed(
            "subscription-invoices.unpaid",
            customer_id=int(subscription.account or 0),
            subscription_id=int(subscription.id),
            created_at=iso(change.at),
            updated_at=iso(change.at),
        )
        return told | {"id": f"{subscription.id}{number}"}

    def _happening(
        self,
        change: Change,
        thing: Bought,
        told: Object,
        name: str,
        about: tuple[ObjectKind, str],
        *,
        needed: bool = False,
    ) -> Happening:
        carried = [{"user_id": self._reference(thing, word.customer, word.how)} for word in thing.words]
        sent: dict[str, Any] = wrap(told, name, custom_data=carried[0] if carried else None)
        sent["meta"]["webhook_id"] = f"{name}-{told['id']}-{change.at}"
        return Happening(
            at=change.at,
            provider=LEMONSQUEEZY,
            held=(copy.deepcopy(told),),
            body=json.dumps(sent).encode(),
            about=about,
            needed=needed,
        )

    def _reference(self, thing: Bought, customer: str, how: How) -> str:
        return self.references.sign(CustomerId(customer), at=moment(thing.created)) if how is How.SIGNED else customer


def _is_of(account: Account, subscription: Subscription) -> bool:
    return (subscription.provider, subscription.account) == (account.provider, account.id)


def _invoice(told: Object) -> tuple[ObjectKind, str]:
    return ObjectKind.SUBSCRIPTION_INVOICE, told["id"]


def _subscription(subscription: Subscription, change: SubscriptionChange) -> Object:
    value, renews = change.value, iso(change.period[1])
    over = iso(change.ends) if value is Standing.CANCELLING else iso(change.at) if value is Standing.ENDED else None
    mode = _PAUSES.get(value)
    told = changed(
        "subscriptions.active",
        customer_id=int(subscription.account or 0),
        order_id=int(subscription.order or 0),
        status=_STATUSES.get(value, value),
        pause={"mode": mode, "resumes_at": None} if mode else None,
        cancelled=over is not None,
        trial_ends_at=renews if value is Standing.TRIALING else None,
        renews_at=renews,
        ends_at=over,
        created_at=iso(subscription.created),
        updated_at=iso(change.stamp),
    )
    told["id"] = subscription.id
    item = told["attributes"]["first_subscription_item"]
    item |= {"subscription_id": int(subscription.id), "updated_at": iso(subscription.created)}
    return told


def _order(purchase: Purchase, change: Change, status: str, back: int) -> Object:
    whole = back == purchase.total
    word = "refunded" if whole else "partial_refund" if back else status
    told = changed(
        "orders.paid",
        customer_id=int(purchase.account or 0),
        status=word,
        refunded=whole,
        refunded_amount=back,
        created_at=iso(purchase.created),
        updated_at=iso(change.stamp),
    )
    return told | {"id": purchase.id}
