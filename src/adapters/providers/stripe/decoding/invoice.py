"""Invoices: of a subscription they are news about it, without one they are a purchase."""

from __future__ import annotations

from adapters.providers.stripe.currencies import money
from adapters.providers.stripe.decoding.invoice_lines import item_of, paid_until
from adapters.providers.stripe.decoding.link import heard as heard_link
from adapters.providers.stripe.decoding.link import linked
from adapters.providers.stripe.decoding.telling import Telling, id_of, moment, moment_of
from adapters.providers.stripe.wire.invoice import Invoice, SubscriptionDetails
from adapters.text import legible
from application.heard import Heard, PaymentNews, together
from domain.facet import PaymentSnapshot, PaymentStatus
from domain.provider import Ref
from domain.snapshot import ObjectKind

_STATUSES = {
    "draft": PaymentStatus.PENDING,
    "open": PaymentStatus.PENDING,
    "paid": PaymentStatus.PAID,
    "uncollectible": PaymentStatus.FAILED,
    "void": PaymentStatus.FAILED,
}


def heard(invoice: Invoice, telling: Telling) -> Heard:
    subscription = telling.ref_of(subscription_of(invoice))
    if subscription is not None:
        return _news(invoice, subscription, telling)
    payments = [heard_link(paid, telling) for paid in (invoice.payments.data if invoice.payments else [])]
    payment, charge = id_of(invoice.payment_intent), id_of(invoice.charge)
    old_link = linked(invoice, telling, invoice=invoice.id, payment=payment, charge=charge)
    return together([_purchase(invoice, telling), item_of(invoice, telling), old_link, *payments])


def subscription_of(invoice: Invoice) -> str | None:
    return id_of(_details(invoice).subscription) or id_of(invoice.subscription)


def _details(invoice: Invoice) -> SubscriptionDetails:
    new = invoice.parent.subscription_details if invoice.parent else None
    return new or invoice.subscription_details or SubscriptionDetails()


def _news(invoice: Invoice, subscription: Ref, telling: Telling) -> Heard:
    news = PaymentNews(subscription=subscription, period_end=moment_of(paid_until(invoice, subscription.id)))
    return Heard(payments=(news,), source=(ObjectKind.INVOICE, telling.ref(invoice.id)))


def _purchase(invoice: Invoice, telling: Telling) -> Heard:
    """One with a parent came from something else, a quote for instance, which may yet be a subscription."""
    snapshot = PaymentSnapshot(
        ref=telling.ref(invoice.id),
        kind=ObjectKind.INVOICE,
        stamp=telling.stamp,
        account=telling.ref_of(invoice.customer),
        keys=(invoice.id,),
        created_at=moment(invoice.created),
        status=_STATUSES.get(invoice.status or "", PaymentStatus.UNKNOWN),
        raw_status=legible(invoice.status) or PaymentStatus.UNKNOWN.value,
        vouches=invoice.parent is None,
        total=money(invoice.total, invoice.currency) if invoice.total is not None else None,
    )
    claims = telling.claims(
        invoice.metadata,
        kind=ObjectKind.INVOICE,
        subject=snapshot.ref,
        account=snapshot.account,
        since=snapshot.created_at,
    )
    return Heard(snapshots=(snapshot,), claims=claims)
