"""The items of an order. An order itself carries only the first one (Lemon Squeezy API, "Order Items")."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.providers.lemonsqueezy.decoding.context import DecodingContext, moment
from adapters.providers.lemonsqueezy.money import money
from adapters.providers.lemonsqueezy.wire.document import Resource
from adapters.providers.lemonsqueezy.wire.order import Order, OrderItem
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.purchases.contents import ContentsSnapshot, PurchasedItem
from domain.purchases.facet import ItemSnapshot


def first_item(order: Resource[Order], telling: DecodingContext) -> tuple[ItemSnapshot, ...]:
    told, item = order.attributes, order.attributes.first_order_item
    if item is None:
        return ()
    listed = ItemSnapshot(
        ref=telling.ref(order.id),
        kind=ObjectKind.ITEM,
        timestamp=telling.stamp(told.updated_at),
        keys=(str(order.id),),
        created_at=moment(told.created_at),
        product_id=str(item.product_id) if item.product_id is not None else None,
        price_id=str(item.price_id) if item.price_id is not None else None,
        name=_name(item),
    )
    return (listed,)


def contents(order: Resource[Order], telling: DecodingContext, items: Sequence[OrderItem] | None) -> ProviderUpdate:
    """Decode the contents. `items`: all items, or None if only the first one is known.

    An item whose amount is the whole subtotal is the only one. Otherwise the others have to be fetched.
    """
    first = order.attributes.first_order_item
    if items is None and first is not None and _is_all(order.attributes, first):
        items = [first]
    if items is None:
        return ProviderUpdate(fetch_requests=telling.wanted(ObjectKind.ORDER, order.id))
    told = order.attributes
    amounts = _amounts(told, items)
    snapshot = ContentsSnapshot(
        ref=telling.ref(order.id),
        kind=ObjectKind.CONTENTS,
        timestamp=telling.stamp(told.updated_at),
        keys=(str(order.id),),
        created_at=moment(told.created_at),
        items=tuple(_item(told, item, amount) for item, amount in zip(items, amounts, strict=True)),
    )
    return ProviderUpdate(snapshots=(snapshot,))


def _item(order: Order, item: OrderItem, amount: int | None) -> PurchasedItem:
    return PurchasedItem(
        price_id=str(item.price_id) if item.price_id is not None else None,
        variant_id=str(item.variant_id) if item.variant_id is not None else None,
        product_id=str(item.product_id) if item.product_id is not None else None,
        name=_name(item),
        quantity=item.quantity,
        amount=money(amount, order.currency) if amount is not None and order.currency is not None else None,
    )


def _name(item: OrderItem) -> str | None:
    return printable(item.product_name) or printable(item.variant_name)


def _is_all(order: Order, item: OrderItem) -> bool:
    return item.price is not None and _for_items(order) in (item.price, item.price * (item.quantity or 1))


def _for_items(order: Order) -> int | None:
    return order.subtotal - (order.setup_fee or 0) if order.subtotal is not None else None


def _amounts(order: Order, items: Sequence[OrderItem]) -> list[int | None]:
    """Return the amount of each whole line. The subtotal shows whether prices are per unit or per line."""
    subtotal = _for_items(order)
    if len(items) == 1:
        return [subtotal]
    lines = [item.price for item in items]
    multiplied = [
        item.price * item.quantity if item.price is not None and item.quantity is not None else None for item in items
    ]
    for amounts in (multiplied, lines):
        if None not in amounts and sum(filter(None, amounts)) == subtotal:
            return amounts
    return [None for _ in items]
