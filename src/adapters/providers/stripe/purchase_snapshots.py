"""Fetching of purchase objects whose lists may be longer than the first page they include."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.decoding import checkout, invoice, payment, relations
from adapters.providers.stripe.decoding.context import DecodingContext, DecodingRules
from adapters.providers.stripe.wire.checkout import CheckoutSession, LineItem
from adapters.providers.stripe.wire.invoice import Invoice, InvoiceLine, InvoicePayment
from adapters.providers.stripe.wire.payment import PaymentIntent
from adapters.providers.stripe.wire.values import Page
from application.ports.provider.updates import ProviderUpdate, merge_updates

if TYPE_CHECKING:
    from stripe.params._invoice_payment_list_params import InvoicePaymentListParams

_SOLD = ["line_items.data.price.product", "payment_intent"]
_MOST = 100


async def checkout_as_it_is(api: StripeApi, rules: DecodingRules, id_: str) -> ProviderUpdate:
    """Fetch a session with all its line items.

    The result is stamped with the time of the first request, although further line items are fetched a moment later.
    """
    told = await api.call(lambda c: c.v1.checkout.sessions.retrieve_async(id_, {"expand": _SOLD}))
    session = told.read(CheckoutSession)
    if session.line_items is not None and session.line_items.has_more:
        pages = api.pages(
            lambda c: c.v1.checkout.sessions.line_items.list_async(
                id_, {"limit": _MOST, "expand": ["data.price.product"]}
            )
        )
        session.line_items = Page(data=[line async for page in pages for line in page.read(Page[LineItem]).data])
    return checkout.heard(session, rules.at(told.stamp))


async def invoice_as_it_is(api: StripeApi, rules: DecodingRules, id_: str) -> ProviderUpdate:
    """Fetch an invoice with all its lines, which state what was bought and whether a subscription is charged."""
    told = await api.call(lambda c: c.v1.invoices.retrieve_async(id_, {"expand": ["payments"]}))
    asked_for = told.read(Invoice)
    if asked_for.lines is not None and asked_for.lines.has_more:
        pages = api.pages(lambda c: c.v1.invoices.line_items.list_async(id_, {"limit": _MOST}))
        asked_for.lines = Page(data=[line async for page in pages for line in page.read(Page[InvoiceLine]).data])
    return invoice.heard(asked_for, rules.at(told.stamp))


async def origin_of(api: StripeApi, rules: DecodingRules, id_: str) -> ProviderUpdate:
    """Fetch what a payment was made for.

    Since API version 2025-03-31 only the list of invoice payments contains it (Stripe API, "List all payments for an
    invoice").
    """
    told = await api.call(lambda c: c.v1.payment_intents.retrieve_async(id_, {"expand": ["latest_charge"]}))
    intent, telling = told.read(PaymentIntent), rules.at(told.stamp)
    chosen: InvoicePaymentListParams = {
        "payment": {"type": "payment_intent", "payment_intent": id_},
        "limit": _MOST,
        "expand": ["data.invoice"],
    }
    invoices = [
        heard
        async for page in api.pages(lambda c: c.v1.invoice_payments.list_async(chosen))
        for paid in page.read(Page[InvoicePayment]).data
        for heard in _paid(paid, rules.at(page.stamp))
    ]
    return merge_updates([payment.heard(intent, telling), payment.heard_origin(intent, telling), *invoices])


def _paid(paid: InvoicePayment, telling: DecodingContext) -> list[ProviderUpdate]:
    bought = [invoice.heard(paid.invoice, telling)] if isinstance(paid.invoice, Invoice) else []
    return [relations.heard(paid, telling), *bought]
