"""The table of all handled event types and their decoders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from adapters.providers.stripe.decoding import (
    account,
    catalogue,
    charge,
    checkout,
    credit_note,
    invoice,
    payment,
    relations,
    schedule,
    subscription,
)
from adapters.providers.stripe.decoding.context import DecodingContext
from adapters.providers.stripe.wire.account import Customer
from adapters.providers.stripe.wire.catalogue import Price, Product
from adapters.providers.stripe.wire.checkout import CheckoutSession
from adapters.providers.stripe.wire.invoice import CreditNote, Invoice, InvoicePayment
from adapters.providers.stripe.wire.payment import Charge, Dispute, PaymentIntent, Refund
from adapters.providers.stripe.wire.subscription import Subscription, SubscriptionSchedule
from application.ports.provider.updates import ProviderUpdate

T = TypeVar("T")
Reader = Callable[[bytes | msgspec.Raw, DecodingContext], ProviderUpdate]


def _reader(struct: type[T], heard: Callable[[T, DecodingContext], ProviderUpdate]) -> Reader:
    decoder = msgspec.json.Decoder(struct)
    return lambda text, telling: heard(decoder.decode(text), telling)


_session = _reader(CheckoutSession, checkout.heard)
_subscription = _reader(Subscription, subscription.heard)
_invoice = _reader(Invoice, invoice.heard)
_payment_intent = _reader(PaymentIntent, payment.heard)
_charge = _reader(Charge, charge.heard)
_credit_note = _reader(CreditNote, credit_note.heard)
_refund = _reader(Refund, charge.heard_refund)
_dispute = _reader(Dispute, charge.heard_dispute)
_schedule = _reader(SubscriptionSchedule, schedule.heard)

READERS: Mapping[str, Reader] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _reader(CheckoutSession, checkout.heard_failed),
    "checkout.session.expired": _reader(CheckoutSession, checkout.heard_expired),
    "customer.created": _reader(Customer, account.heard),
    "customer.updated": _reader(Customer, account.heard),
    "customer.deleted": _reader(Customer, account.heard_deleted),
    "customer.subscription.created": _subscription,
    "customer.subscription.updated": _subscription,
    "customer.subscription.deleted": _reader(Subscription, subscription.heard_ended),
    "customer.subscription.paused": _subscription,
    "customer.subscription.resumed": _subscription,
    "customer.subscription.trial_will_end": _subscription,
    "customer.subscription.pending_update_applied": _subscription,
    "customer.subscription.pending_update_expired": _subscription,
    "invoice.finalized": _invoice,
    "invoice.paid": _invoice,
    "invoice.payment_failed": _reader(Invoice, invoice.heard_failed),
    "invoice.payment_action_required": _invoice,
    "invoice.voided": _invoice,
    "invoice.marked_uncollectible": _invoice,
    "invoice_payment.paid": _reader(InvoicePayment, relations.heard),
    "payment_intent.succeeded": _payment_intent,
    "payment_intent.payment_failed": _payment_intent,
    "payment_intent.amount_capturable_updated": _payment_intent,
    "payment_intent.canceled": _payment_intent,
    "charge.captured": _charge,
    "charge.expired": _charge,
    "charge.refunded": _charge,
    "credit_note.created": _credit_note,
    "credit_note.updated": _credit_note,
    "credit_note.voided": _credit_note,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
    "subscription_schedule.created": _schedule,
    "subscription_schedule.updated": _schedule,
    "subscription_schedule.released": _schedule,
    "subscription_schedule.canceled": _schedule,
    "subscription_schedule.completed": _schedule,
    "subscription_schedule.aborted": _schedule,
    "price.updated": _reader(Price, catalogue.heard_of_change),
    "product.updated": _reader(Product, catalogue.heard_product),
}
