"""Orders: one-off purchases, and the first payments of subscriptions, which have the same structure."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.providers.lemonsqueezy.decoding.context import DecodingContext, moment
from adapters.providers.lemonsqueezy.decoding.order_items import contents, first_item
from adapters.providers.lemonsqueezy.money import money
from adapters.providers.lemonsqueezy.wire.document import Resource
from adapters.providers.lemonsqueezy.wire.order import Order, OrderItem
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.purchases.facet import PaymentSnapshot, PaymentStatus

_STATUSES = {
    "pending": PaymentStatus.PENDING,
    "failed": PaymentStatus.FAILED,
    "paid": PaymentStatus.PAID,
    "refunded": PaymentStatus.PAID,
    "partial_refund": PaymentStatus.PAID,
    "fraudulent": PaymentStatus.FRAUDULENT,
}


def heard(
    order: Resource[Order], telling: DecodingContext, *, items: Sequence[OrderItem] | None = None
) -> ProviderUpdate:
    """Decode an order. Its price, and the subscription that names it, decide whether it is a purchase of its own.

    `items`: all items of the order, or None if they were not fetched.
    """
    payment = _payment(order, telling)
    claims = telling.claims(
        kind=ObjectKind.ORDER,
        subject=payment.ref,
        account=payment.account,
        since=payment.created_at,
        stamp=payment.timestamp,
    )
    item = order.attributes.first_order_item
    wanted = telling.wanted(ObjectKind.PRICE, item.price_id if item else None)
    told = ProviderUpdate(snapshots=(payment, *first_item(order, telling)), claims=claims, fetch_requests=wanted)
    return merge_updates([told, contents(order, telling, items)])


def _payment(order: Resource[Order], telling: DecodingContext) -> PaymentSnapshot:
    told = order.attributes
    total = money(told.total, told.currency) if told.total is not None and told.currency is not None else None
    return PaymentSnapshot(
        ref=telling.ref(order.id),
        kind=ObjectKind.ORDER,
        timestamp=telling.stamp(told.updated_at),
        account=telling.ref_of(told.customer_id),
        keys=(str(order.id),),
        created_at=moment(told.created_at),
        status=_STATUSES.get(told.status, PaymentStatus.UNKNOWN),
        raw_status=printable(told.status) or PaymentStatus.UNKNOWN.value,
        confirms_one_off=True,
        total=total,
        refunded=_refunded(told, total),
        discounted=bool(told.discount_total),
    )


def _refunded(told: Order, total: Money | None) -> Money | None:
    """Return the refunded amount. An order marked refunded without an amount is refunded in full."""
    if total is None:
        return None
    if told.refunded_amount:
        return total.with_amount(told.refunded_amount)
    whole = told.status == "refunded" or told.refunded is True
    return total if whole else total.with_amount(0)
