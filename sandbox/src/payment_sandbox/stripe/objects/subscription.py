"""Subscriptions. What is no invoice and no schedule of theirs is here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.objects.listing import listing
from payment_sandbox.stripe.objects.price import plan_of

_FLEXIBLE = {"flexible": {"proration_discounts": "included"}, "type": "flexible", "updated_at": None}


def subscription(
    id_: str,
    *,
    customer: str,
    items: list[Document],
    payment_method: str | None,
    metadata: Mapping[str, str],
    trial_end: int | None,
    currency: str,
    at: int,
) -> Document:
    """A new one: `incomplete` until its first invoice is paid, unless it begins with a trial."""
    return {
        "id": id_,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": at if trial_end is None else trial_end,
        "billing_cycle_anchor_config": None,
        "billing_mode": _FLEXIBLE,
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": at,
        "currency": currency,
        "customer": customer,
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": payment_method,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": None,
            "footer": None,
            "issuer": {"type": "self"},
        },
        "items": listing(f"/v1/subscription_items?subscription={id_}", items),
        "latest_invoice": None,
        "livemode": False,
        "managed_payments": None,
        "metadata": dict(metadata),
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": at,
        "status": "incomplete" if trial_end is None else "trialing",
        "status_details": None,
        "test_clock": None,
        "transfer_data": None,
        "trial_end": trial_end,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None if trial_end is None else at,
    }


def item(id_: str, *, subscription: str, price: Document, quantity: int, start: int, end: int, at: int) -> Document:
    """What is subscribed to, and for which period. `at`: when it was added."""
    return {
        "id": id_,
        "object": "subscription_item",
        "billed_until": end,
        "billing_thresholds": None,
        "created": at,
        "current_period_end": end,
        "current_period_start": start,
        "current_trial": None,
        "discounts": [],
        "metadata": {},
        "plan": plan_of(price),
        "price": price,
        "quantity": quantity,
        "subscription": subscription,
        "tax_rates": [],
    }


def first_item(subscription_: Document) -> Document:
    """The plan; the others are bought beside it and have its interval."""
    found: Document = subscription_["items"]["data"][0]
    return found


def with_item(subscription_: Document, **changes: Any) -> Document:
    """The same with its plan changed."""
    first, *others = subscription_["items"]["data"]
    return {**subscription_, "items": {**subscription_["items"], "data": [{**first, **changes}, *others]}}


def in_period(subscription_: Document, start: int, end: int) -> Document:
    """The same with all of its items in this period."""
    period = {"billed_until": end, "current_period_end": end, "current_period_start": start}
    items = [{**each, **period} for each in subscription_["items"]["data"]]
    return {**subscription_, "items": {**subscription_["items"], "data": items}}


def paused_details(reason: str, at: int) -> Document:
    """What `status_details` says while the status is `paused`, e.g. `pause_requested`."""
    return {"paused": {"subscription": {"type": reason}, "transitioned_at": at, "type": "subscription"}}
