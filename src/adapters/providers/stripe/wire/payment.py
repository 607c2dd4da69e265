"""Payment intents, charges, refunds and disputes."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from adapters.providers.stripe.wire.values import Amount, Expandable, Id, Metadata, UnixTime
from adapters.redacted import RedactedStruct


class Charge(RedactedStruct):
    """A charge. Only API versions before 2025-03-31 have `invoice`."""

    id: Id
    created: UnixTime
    amount: Amount
    currency: str
    amount_captured: Amount | None = None
    amount_refunded: Amount | None = None
    captured: bool = True
    paid: bool = True
    refunded: bool = False
    disputed: bool = False
    customer: Expandable = None
    payment_intent: Expandable = None
    invoice: Expandable = None
    receipt_url: str | None = None


class PaymentIntent(RedactedStruct):
    """A payment intent. Only API versions before 2025-03-31 have `invoice`."""

    id: Id
    created: UnixTime
    amount: Amount
    currency: str
    status: str
    amount_received: Amount | None = None
    customer: Expandable = None
    customer_account: Id | None = None
    invoice: Expandable = None
    latest_charge: Id | Charge | None = None
    last_payment_error: dict[str, Any] | None = None
    metadata: Metadata = None


class Refund(Struct):
    id: Id
    charge: Expandable = None
    payment_intent: Expandable = None


class Dispute(Struct):
    """A dispute, which names no customer."""

    id: Id
    created: UnixTime
    status: str
    amount: Amount | None = None
    currency: str | None = None
    charge: Expandable = None
    payment_intent: Expandable = None
