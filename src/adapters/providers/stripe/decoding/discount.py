"""Discounts of subscriptions (Stripe API, "Discounts").

A discount cannot be fetched by its own id, so its key in the catalogue consists of the subscription's id and its own.
The amount is a field of the coupon, which events omit.
"""

from __future__ import annotations

from adapters.providers.stripe.decoding.context import DecodingContext, moment_of
from adapters.providers.stripe.money import money
from adapters.providers.stripe.wire.discount import Coupon
from adapters.providers.stripe.wire.discount import Discount as DiscountObject
from adapters.providers.stripe.wire.subscription import Subscription
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.catalogue.discount import Discount, Duration
from domain.catalogue.entry import CatalogueSnapshot
from domain.mirror.snapshot import ObjectKind

_BETWEEN = ":"
_DURATIONS = {duration.value: duration for duration in Duration}


def names_of(subscription: Subscription) -> tuple[str, ...]:
    """Return the discounts of the subscription in the order in which they apply, then those of its items."""
    of_items = [each for item in subscription.items.data for each in item.discounts or ()]
    named = [_id(each) for each in (*_own(subscription), *of_items)]
    return tuple(_name(subscription, id_) for id_ in dict.fromkeys(named))


def subscription_of(name: str) -> str:
    """Return the subscription's id in a discount's key."""
    return name.partition(_BETWEEN)[0]


def heard_discounts(subscription: Subscription, telling: DecodingContext) -> ProviderUpdate:
    """Decode each discount, or request a fetch. Discounts of items are omitted: the API does not expand them."""
    return merge_updates([_heard(each, subscription, telling) for each in _own(subscription)])


def _own(subscription: Subscription) -> list[DiscountObject | str]:
    """Return the discounts of the subscription itself.

    API versions until 2025 allow one discount, in the field `discount`; it is also in `discounts` where that exists.
    """
    listed = list(subscription.discounts or ())
    if not listed and subscription.discount is not None:
        return [subscription.discount.id]
    return listed


def _heard(each: DiscountObject | str, subscription: Subscription, telling: DecodingContext) -> ProviderUpdate:
    name = _name(subscription, _id(each))
    coupon = each.source.coupon if isinstance(each, DiscountObject) and each.source is not None else None
    if isinstance(each, str) or not isinstance(coupon, Coupon):
        return ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.DISCOUNT, name, once=True),))
    snapshot = CatalogueSnapshot(
        ref=telling.ref(name), kind=ObjectKind.DISCOUNT, timestamp=telling.stamp, discount=_discount(each, coupon)
    )
    return ProviderUpdate(snapshots=(snapshot,))


def _discount(told: DiscountObject, coupon: Coupon) -> Discount | None:
    """Return the discount, or None if the duration of its coupon is not a known one."""
    duration = _DURATIONS.get(coupon.duration or "")
    if duration is None:
        return None
    amounts = {currency: option.amount_off for currency, option in (coupon.currency_options or {}).items()}
    if coupon.amount_off is not None and coupon.currency is not None:
        amounts[coupon.currency] = coupon.amount_off
    return Discount(
        duration=duration,
        percent_off=coupon.percent_off,
        amounts_off=tuple(money(amount, currency) for currency, amount in sorted(amounts.items())),
        ends_at=moment_of(told.end),
        product_ids=tuple(sorted(coupon.applies_to.products)) if coupon.applies_to is not None else (),
    )


def _id(each: DiscountObject | str) -> str:
    return each if isinstance(each, str) else each.id


def _name(subscription: Subscription, id_: str) -> str:
    return f"{subscription.id}{_BETWEEN}{id_}"
