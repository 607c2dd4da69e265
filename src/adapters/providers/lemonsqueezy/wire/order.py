"""Orders."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.lemonsqueezy.wire.values import Amount, Count, Id, Moment, OfStore
from adapters.redacted import RedactedStruct


class OrderItem(Struct):
    """An item. Older ones do not name their price. Whether `price` is per unit or per line is not documented."""

    product_id: Id | None = None
    variant_id: Id | None = None
    price_id: Id | None = None
    quantity: Count | None = None
    price: Amount | None = None
    product_name: str | None = None
    variant_name: str | None = None


class OrderUrls(RedactedStruct):
    receipt: str | None = None


class Order(OfStore, kw_only=True):
    """An order. `refunded_amount` is cumulative and absent from older ones; `refunded` means in full."""

    status: str
    created_at: Moment
    updated_at: Moment
    customer_id: Id | None = None
    currency: str | None = None
    subtotal: Amount | None = None
    setup_fee: Amount | None = None
    discount_total: Amount | None = None
    total: Amount | None = None
    refunded: bool | None = None
    refunded_amount: Amount | None = None
    first_order_item: OrderItem | None = None
    urls: OrderUrls | None = None
