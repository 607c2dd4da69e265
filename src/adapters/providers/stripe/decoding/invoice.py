"""Invoices: updates and arrears of a subscription, or a one-off purchase if there is no subscription."""

from __future__ import annotations

from adapters.providers.stripe.decoding import subscription_invoice
from adapters.providers.stripe.decoding.context import DecodingContext, id_of, moment_of, to_datetime
from adapters.providers.stripe.decoding.invoice_lines import items_of, paid_until, subscription_in
from adapters.providers.stripe.decoding.relations import heard as heard_link
from adapters.providers.stripe.decoding.relations import linked, subscription_payment
from adapters.providers.stripe.money import money
from adapters.providers.stripe.wire.invoice import Invoice, SubscriptionDetails
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate, SubscriptionPayment, merge_updates
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.provider import ProviderRef
from domain.purchases.facet import PaymentSnapshot, PaymentStatus

_STATUSES = {
    "draft": PaymentStatus.PENDING,
    "open": PaymentStatus.PENDING,
    "paid": PaymentStatus.PAID,
    "uncollectible": PaymentStatus.FAILED,
    "void": PaymentStatus.FAILED,
}


def heard(invoice: Invoice, telling: DecodingContext) -> ProviderUpdate:
    subscription = telling.ref_of(subscription_of(invoice))
    if subscription is not None:
        paid = subscription_payment(invoice, subscription, telling, invoice=invoice.id)
        owed = subscription_invoice.heard(invoice, subscription.id, telling)
        news = _news(invoice, subscription, telling)
        told = ProviderUpdate(snapshots=(paid,), aliases=telling.aliases_of(invoice))
        return merge_updates([news, told, owed, *_payments(invoice, telling)])
    if invoice.parent is not None and (invoice.lines is None or invoice.lines.has_more):
        wanted, account = telling.wanted(ObjectKind.INVOICE, invoice.id), telling.account_of(invoice)
        return ProviderUpdate(fetch_requests=(wanted,), source=(wanted.kind, wanted.ref), account=account)
    payment, charge = id_of(invoice.payment_intent), id_of(invoice.charge)
    old_link = linked(invoice, telling, invoice=invoice.id, payment=payment, charge=charge)
    return merge_updates(
        [_purchase(invoice, telling), items_of(invoice, telling), old_link, *_payments(invoice, telling)]
    )


def _payments(invoice: Invoice, telling: DecodingContext) -> list[ProviderUpdate]:
    """Return the links to the invoice's payments, if the response includes them."""
    return [heard_link(paid, telling) for paid in (invoice.payments.data if invoice.payments else [])]


def heard_failed(invoice: Invoice, telling: DecodingContext) -> ProviderUpdate:
    """Decode a failed invoice. The time of the event is the time of the failed attempt to collect it."""
    subscription_id = subscription_of(invoice)
    if subscription_id is None:
        return heard(invoice, telling)
    first_failure = subscription_invoice.heard_first_failure(invoice, subscription_id, telling)
    return merge_updates([heard(invoice, telling), first_failure])


def heard_listed(invoice: Invoice, telling: DecodingContext) -> ProviderUpdate:
    """Decode an invoice in a list. An invoice of a subscription shows what is owed and causes no further fetch."""
    subscription_id = subscription_of(invoice)
    if subscription_id is None:
        return heard(invoice, telling)
    return subscription_invoice.heard(invoice, subscription_id, telling)


def subscription_of(invoice: Invoice) -> str | None:
    """Return the subscription that an invoice belongs to, None if there is none.

    If the parent is not a subscription but a quote, for instance, the lines name the subscription.
    """
    named = id_of(_details(invoice).subscription) or id_of(invoice.subscription)
    return named or subscription_in(invoice.lines.data if invoice.lines else [])


def _details(invoice: Invoice) -> SubscriptionDetails:
    new = invoice.parent.subscription_details if invoice.parent else None
    return new or invoice.subscription_details or SubscriptionDetails()


def _news(invoice: Invoice, subscription: ProviderRef, telling: DecodingContext) -> ProviderUpdate:
    news = SubscriptionPayment(subscription=subscription, period_end=moment_of(paid_until(invoice, subscription.id)))
    source = ObjectKind.INVOICE, telling.ref(invoice.id)
    return ProviderUpdate(payments=(news,), source=source, account=telling.account_of(invoice))


def _purchase(invoice: Invoice, telling: DecodingContext) -> ProviderUpdate:
    """An invoice without a line for a subscription.

    One without a parent, or that a quote led to, is a one-off purchase; what another parent stands for is not known.
    """
    snapshot = PaymentSnapshot(
        ref=telling.ref(invoice.id),
        kind=ObjectKind.INVOICE,
        timestamp=telling.stamp,
        account=telling.account_of(invoice),
        keys=(invoice.id,),
        created_at=to_datetime(invoice.created),
        status=_STATUSES.get(invoice.status or "", PaymentStatus.UNKNOWN),
        raw_status=printable(invoice.status) or PaymentStatus.UNKNOWN.value,
        confirms_one_off=invoice.parent is None or invoice.parent.type == "quote_details",
        total=_total(invoice),
    )
    claims = telling.claims(
        invoice.metadata,
        kind=ObjectKind.INVOICE,
        subject=snapshot.ref,
        account=snapshot.account,
        since=snapshot.created_at,
    )
    return ProviderUpdate(snapshots=(snapshot,), claims=claims, aliases=telling.aliases_of(invoice))


def _total(invoice: Invoice) -> Money | None:
    """Return the amount paid or due: the total less the credit balance used and the credit notes before payment."""
    due = invoice.amount_paid if invoice.status == "paid" else invoice.amount_due
    amount = invoice.total if due is None else due
    return money(amount, invoice.currency) if amount is not None else None
