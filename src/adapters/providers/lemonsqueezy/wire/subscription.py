"""Subscriptions."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.lemonsqueezy.wire.values import Count, Id, Moment, OfStore
from adapters.redacted import RedactedStruct


class Pause(Struct):
    """A pause. `mode` is `void` if the service stops meanwhile, `free` if it continues free of charge."""

    mode: str | None = None
    resumes_at: Moment | None = None


class SubscriptionItem(Struct):
    """An item. `quantity` is 0 if the price is usage based."""

    price_id: Id | None = None
    quantity: Count | None = None
    is_usage_based: bool | None = None
    updated_at: Moment | None = None


class SubscriptionUrls(RedactedStruct):
    """Signed-in URLs, valid for hours. The page for another plan has two names, one of them in the docs' prose."""

    customer_portal: str | None = None
    update_payment_method: str | None = None
    customer_portal_update_subscription: str | None = None
    update_customer_portal: str | None = None


class Subscription(OfStore, kw_only=True):
    """A subscription. `ends_at` is set once cancelled or expired, `renews_at` is the end of the current period."""

    status: str
    created_at: Moment
    updated_at: Moment
    customer_id: Id | None = None
    order_id: Id | None = None
    product_id: Id | None = None
    variant_id: Id | None = None
    product_name: str | None = None
    variant_name: str | None = None
    pause: Pause | None = None
    trial_ends_at: Moment | None = None
    renews_at: Moment | None = None
    ends_at: Moment | None = None
    first_subscription_item: SubscriptionItem | None = None
    urls: SubscriptionUrls | None = None
