"""Which event says what: the table of everything that is listened to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from adapters.providers.lemonsqueezy.decoding import account, invoice, order, subscription
from adapters.providers.lemonsqueezy.decoding.telling import Telling
from adapters.providers.lemonsqueezy.wire.account import Customer
from adapters.providers.lemonsqueezy.wire.document import Resource
from adapters.providers.lemonsqueezy.wire.invoice import SubscriptionInvoice
from adapters.providers.lemonsqueezy.wire.order import Order
from adapters.providers.lemonsqueezy.wire.subscription import Subscription
from application.heard import Heard

A = TypeVar("A")
Reader = Callable[[bytes | msgspec.Raw, Telling], Heard]


def _reader(type_: str, struct: type[Resource[A]], heard: Callable[[Resource[A], Telling], Heard]) -> Reader:
    decoder = msgspec.json.Decoder(struct)

    def read(text: bytes | msgspec.Raw, telling: Telling) -> Heard:
        resource = decoder.decode(text)
        if resource.type != type_:
            raise ValueError(f"this event is about {type_}, and something else was sent")
        return heard(resource, telling)

    return read


_order = _reader("orders", Resource[Order], order.heard)
_subscription = _reader("subscriptions", Resource[Subscription], subscription.heard)
_paid = _reader("subscription-invoices", Resource[SubscriptionInvoice], invoice.heard_paid)

READERS: Mapping[str, Reader] = {
    "order_created": _order,
    "order_refunded": _order,
    "subscription_created": _subscription,
    "subscription_updated": _subscription,
    "subscription_cancelled": _subscription,
    "subscription_resumed": _subscription,
    "subscription_expired": _subscription,
    "subscription_paused": _subscription,
    "subscription_unpaused": _subscription,
    "subscription_payment_success": _paid,
    "subscription_payment_recovered": _paid,
    "subscription_payment_failed": _reader("subscription-invoices", Resource[SubscriptionInvoice], invoice.heard),
    "subscription_payment_refunded": _reader(
        "subscription-invoices", Resource[SubscriptionInvoice], invoice.heard_refunded
    ),
    "customer_updated": _reader("customers", Resource[Customer], account.heard),
}
