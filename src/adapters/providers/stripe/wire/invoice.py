"""Invoices, in their structure before and since 2025-03-31, and their payments."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.catalogue import Price
from adapters.providers.stripe.wire.values import (
    Amount,
    Count,
    Expandable,
    Id,
    Metadata,
    Page,
    Quantity,
    UnixTime,
)
from adapters.redacted import RedactedStruct


class SubscriptionDetails(RedactedStruct):
    subscription: Expandable = None
    metadata: Metadata = None


class InvoiceParent(Struct):
    type: str | None = None
    subscription_details: SubscriptionDetails | None = None


class LineSubscription(Struct):
    subscription: Expandable = None


class LineParent(Struct):
    """A line of an invoice item names a subscription too, if the item was added to one."""

    subscription_item_details: LineSubscription | None = None
    invoice_item_details: LineSubscription | None = None


class PriceDetails(Struct):
    price: Expandable = None
    product: Expandable = None


class Pricing(Struct):
    price_details: PriceDetails | None = None


class Period(Struct):
    end: UnixTime


class InvoiceLine(Struct):
    """A line. `price` and `subscription` belong to the old structure, `pricing` and `parent` to the new one."""

    description: str | None = None
    period: Period | None = None
    price: Price | None = None
    subscription: Expandable = None
    pricing: Pricing | None = None
    parent: LineParent | None = None
    quantity: Quantity | None = None
    amount: Amount | None = None


class PaidWith(Struct):
    payment_intent: Expandable = None
    charge: Expandable = None


class InvoicePayment(Struct):
    id: Id
    created: UnixTime
    invoice: Id | Invoice | None = None
    payment: PaidWith | None = None


class Invoice(RedactedStruct):
    """An invoice. `subscription`, `subscription_details`, `payment_intent` and `charge` belong to the old structure."""

    id: Id
    created: UnixTime
    status: str | None
    currency: str
    total: Amount | None = None
    amount_due: Amount | None = None
    amount_paid: Amount | None = None
    customer: Expandable = None
    customer_account: Id | None = None
    collection_method: str | None = None
    due_date: UnixTime | None = None
    attempt_count: Count | None = None
    parent: InvoiceParent | None = None
    lines: Page[InvoiceLine] | None = None
    payments: Page[InvoicePayment] | None = None
    metadata: Metadata = None
    hosted_invoice_url: str | None = None
    subscription: Expandable = None
    subscription_details: SubscriptionDetails | None = None
    payment_intent: Expandable = None
    charge: Expandable = None


class CreditedRefund(Struct):
    """A refund. `type` is `refund` if a charge was refunded, which includes the amount in its own."""

    amount_refunded: Amount = 0
    type: str | None = None


class CreditNote(Struct):
    """`refund` and `type` are older: before 2025 a note was entirely before or after the payment, with one refund."""

    id: Id
    created: UnixTime
    status: str
    amount: Amount
    currency: str
    invoice: Expandable = None
    post_payment_amount: Amount | None = None
    out_of_band_amount: Amount | None = None
    refunds: list[CreditedRefund] | None = None
    refund: Expandable = None
    type: str | None = None
