"""Checkout sessions."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.catalogue import Price
from adapters.providers.stripe.wire.payment import PaymentIntent
from adapters.providers.stripe.wire.values import Amount, Expandable, Id, Metadata, Page, Quantity, UnixTime
from adapters.redacted import RedactedStruct


class LineItem(Struct):
    """A line. `amount_subtotal` is the price of the whole line before discounts and taxes."""

    description: str | None = None
    price: Price | None = None
    quantity: Quantity | None = None
    amount_subtotal: Amount | None = None
    currency: str | None = None


class InvoicePage(RedactedStruct):
    """An expanded invoice, of which only the URL of its page is used."""

    id: Id
    hosted_invoice_url: str | None = None


class CheckoutSession(RedactedStruct):
    """A checkout session. Webhooks never contain `line_items`, so these have to be fetched."""

    id: Id
    created: UnixTime
    mode: str
    payment_status: str
    status: str | None = None
    amount_total: Amount | None = None
    currency: str | None = None
    customer: Expandable = None
    customer_account: Id | None = None
    payment_intent: Id | PaymentIntent | None = None
    subscription: Expandable = None
    invoice: Id | InvoicePage | None = None
    payment_link: Expandable = None
    client_reference_id: str | None = None
    metadata: Metadata = None
    line_items: Page[LineItem] | None = None
