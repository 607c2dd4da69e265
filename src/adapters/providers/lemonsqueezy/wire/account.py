"""Customers."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.wire.values import Moment, OfStore
from adapters.redacted import RedactedStruct


class CustomerUrls(RedactedStruct):
    """URLs of a customer. `customer_portal` is null for customers who never had a subscription."""

    customer_portal: str | None = None


class Customer(OfStore, kw_only=True):
    created_at: Moment
    updated_at: Moment
    urls: CustomerUrls | None = None
