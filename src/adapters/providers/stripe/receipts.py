"""The URL of a receipt. Anyone with the URL can open it, so it is fetched on demand and not stored."""

from __future__ import annotations

from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.errors import NotThere
from adapters.providers.stripe.wire.checkout import CheckoutSession
from adapters.providers.stripe.wire.invoice import Invoice
from adapters.providers.stripe.wire.payment import Charge, PaymentIntent
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase


async def receipt_url(api: StripeApi, purchase: OneOffPurchase) -> str | None:
    """Fetch the URL of the invoice if there is one, else of the receipt of the charge."""
    leading = purchase.primary_payment
    try:
        if leading.kind is ObjectKind.CHECKOUT:
            return await _of_checkout(api, leading.ref.id)
        if leading.kind is ObjectKind.INVOICE:
            return await _of_invoice(api, leading.ref.id)
        return await _of_payment(api, leading.ref.id)
    except NotThere:
        return None


async def _of_checkout(api: StripeApi, id_: str) -> str | None:
    told = await api.call(
        lambda c: c.v1.checkout.sessions.retrieve_async(id_, {"expand": ["invoice", "payment_intent.latest_charge"]}),
        urgent=True,
    )
    session = told.read(CheckoutSession)
    invoice, payment = session.invoice, session.payment_intent
    page = None if isinstance(invoice, str | None) else invoice.hosted_invoice_url
    return page or (_of_charge(payment) if isinstance(payment, PaymentIntent) else None)


async def _of_invoice(api: StripeApi, id_: str) -> str | None:
    told = await api.call(lambda c: c.v1.invoices.retrieve_async(id_), urgent=True)
    return told.read(Invoice).hosted_invoice_url


async def _of_payment(api: StripeApi, id_: str) -> str | None:
    told = await api.call(
        lambda c: c.v1.payment_intents.retrieve_async(id_, {"expand": ["latest_charge"]}), urgent=True
    )
    return _of_charge(told.read(PaymentIntent))


def _of_charge(payment: PaymentIntent) -> str | None:
    return payment.latest_charge.receipt_url if isinstance(payment.latest_charge, Charge) else None
