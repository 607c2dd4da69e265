"""The seller's account, and the customers in it."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.values import Expandable, Id, Metadata, Reference, UnixTime
from adapters.redacted import RedactedStruct


class Account(Struct):
    id: Id


class InvoiceSettings(Struct):
    default_payment_method: Expandable = None


class Customer(RedactedStruct):
    """A customer. The response for a deleted one contains only the id."""

    id: Id
    created: UnixTime | None = None
    deleted: bool = False
    metadata: Metadata = None
    invoice_settings: InvoiceSettings | None = None
    default_source: Expandable = None
    discount: Reference | None = None
    customer_account: Id | None = None
