"""Subscription invoices."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.wire.values import Id, Moment, OfStore


class SubscriptionInvoice(OfStore, kw_only=True):
    """An invoice, which states neither its period nor the order that paid it."""

    subscription_id: Id
    created_at: Moment
    updated_at: Moment
    customer_id: Id | None = None
    status: str | None = None
