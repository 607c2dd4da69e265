"""The plan of a subscription: at Lemon Squeezy, a variant of a product."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.wire.subscription import Subscription
from adapters.providers.lemonsqueezy.wire.subscription import SubscriptionItem as Item
from adapters.text import printable
from domain.catalogue.item import SubscriptionItem, Usage

_ONLY_VARIANT = "Default"


def items_of(subscription: Subscription) -> tuple[SubscriptionItem, ...]:
    """Return the only item, without an amount: the price has the amount and has to be fetched."""
    if subscription.variant_id is None:
        return ()
    item = subscription.first_subscription_item or Item()
    plan = SubscriptionItem(
        id=str(subscription.variant_id),
        product_id=str(subscription.product_id) if subscription.product_id is not None else None,
        price_id=str(item.price_id) if item.price_id is not None else None,
        name=_name(printable(subscription.product_name), printable(subscription.variant_name)),
        quantity=None if _is_metered(item) else item.quantity,
        usage=Usage.METERED if _is_metered(item) else Usage.LICENSED,
    )
    return (plan,)


def _is_metered(item: Item) -> bool:
    """Return whether usage is charged. Older objects have no `is_usage_based`, but a quantity of 0 in that case."""
    return bool(item.is_usage_based) or item.quantity == 0


def _name(product: str | None, variant: str | None) -> str | None:
    """Return a name such as `Pro (Yearly)`, or the name of the product if it has only one variant."""
    if product is None or variant in (None, _ONLY_VARIANT, product):
        return product or variant
    return f"{product} ({variant})"
