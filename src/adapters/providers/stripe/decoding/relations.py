"""Relations between the objects of one payment, from all payloads that state them."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from adapters.providers.stripe.decoding.context import DecodingContext, id_of, to_datetime
from adapters.providers.stripe.wire.invoice import InvoicePayment
from adapters.providers.stripe.wire.values import Expandable, Identified
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from domain.purchases.facet import PaymentRelation, SubscriptionPaymentSnapshot


class Dated(Identified, Protocol):
    """An object with its time of creation."""

    @property
    def created(self) -> int: ...


def heard(paid: InvoicePayment, telling: DecodingContext) -> ProviderUpdate:
    """Decode an invoice payment, which relates an invoice to its payment since API version 2025-03-31."""
    if paid.payment is None:
        return ProviderUpdate()
    payment, charge = id_of(paid.payment.payment_intent), id_of(paid.payment.charge)
    return _linked(paid, telling, ObjectKind.INVOICE_PAYMENT, Linked(id_of(paid.invoice), payment, charge))


def linked(
    teller: Dated, telling: DecodingContext, *, invoice: Expandable, payment: str | None, charge: str | None = None
) -> ProviderUpdate:
    """Decode the relation that older API versions state in the invoice, the payment intent or the charge.

    The relation is stored apart from these objects, because later responses about them omit it.
    """
    return _linked(teller, telling, ObjectKind.RELATION, Linked(id_of(invoice), payment, charge))


def subscription_payment(
    teller: Dated, subscription: ProviderRef, telling: DecodingContext, *, invoice: str
) -> SubscriptionPaymentSnapshot:
    """Decode the statement of an invoice or a checkout that the invoice belongs to a subscription."""
    return SubscriptionPaymentSnapshot(
        ref=telling.ref(teller.id),
        kind=ObjectKind.SUBSCRIPTION_PAYMENT,
        timestamp=telling.stamp,
        keys=tuple(dict.fromkeys((teller.id, invoice))),
        created_at=to_datetime(teller.created),
        subscription=subscription,
    )


class Linked(NamedTuple):
    """The ids of related objects."""

    invoice: str | None
    payment: str | None
    charge: str | None


def _linked(teller: Dated, telling: DecodingContext, kind: ObjectKind, ids: Linked) -> ProviderUpdate:
    other = ids.payment or ids.charge
    if ids.invoice is None or other is None:
        return ProviderUpdate()
    link = PaymentRelation(
        ref=telling.ref(teller.id),
        kind=kind,
        timestamp=telling.stamp,
        keys=(ids.invoice, other),
        payment_id=ids.payment,
        created_at=to_datetime(teller.created),
    )
    return ProviderUpdate(snapshots=(link,))
