"""The table of all handled events and their decoders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from adapters.providers.lemonsqueezy.decoding import account, invoice, order, subscription
from adapters.providers.lemonsqueezy.decoding.context import DecodingContext
from adapters.providers.lemonsqueezy.wire.account import Customer
from adapters.providers.lemonsqueezy.wire.document import Resource, Typed
from adapters.providers.lemonsqueezy.wire.invoice import SubscriptionInvoice
from adapters.providers.lemonsqueezy.wire.order import Order
from adapters.providers.lemonsqueezy.wire.subscription import Subscription
from application.ports.provider.updates import ProviderUpdate

A = TypeVar("A")
Reader = Callable[[bytes | msgspec.Raw, DecodingContext], ProviderUpdate]


def _reader(
    type_: str, struct: type[Resource[A]], heard: Callable[[Resource[A], DecodingContext], ProviderUpdate]
) -> Reader:
    decoder = msgspec.json.Decoder(struct)

    def read(text: bytes | msgspec.Raw, telling: DecodingContext) -> ProviderUpdate:
        resource = decoder.decode(text)
        if resource.type != type_:
            raise ValueError(f"the event must contain an object of type {type_}")
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
    "subscription_payment_failed": _reader(
        "subscription-invoices", Resource[SubscriptionInvoice], invoice.heard_failed
    ),
    "subscription_payment_refunded": _reader("subscription-invoices", Resource[SubscriptionInvoice], invoice.heard),
    "customer_updated": _reader("customers", Resource[Customer], account.heard),
}

_UNDOCUMENTED: Mapping[str, tuple[str, Reader]] = {"subscription_plan_changed": ("subscriptions", _subscription)}
"""Events that the dashboard offers and the API reference does not list, with the type that they must carry."""


def reader_of(name: str, data: msgspec.Raw) -> Reader | None:
    """Return the decoder of an event, or None if the event is not handled.

    An undocumented event is decoded only if it carries the expected type, which makes it a valid snapshot.
    """
    if name not in _UNDOCUMENTED:
        return READERS.get(name)
    type_, reader = _UNDOCUMENTED[name]
    return reader if msgspec.json.decode(data, type=Typed).type == type_ else None
