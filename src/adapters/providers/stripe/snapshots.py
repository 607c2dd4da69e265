"""Fetching of Stripe's objects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from adapters.providers.stripe.account_snapshots import AccountSnapshots
from adapters.providers.stripe.client import ApiResponse, StripeApi
from adapters.providers.stripe.decoding import catalogue, charge, credit_note, payment, relations, schedule
from adapters.providers.stripe.decoding.context import DecodingContext, DecodingRules
from adapters.providers.stripe.decoding.discount import subscription_of
from adapters.providers.stripe.errors import NotThere
from adapters.providers.stripe.purchase_snapshots import checkout_as_it_is, invoice_as_it_is, origin_of
from adapters.providers.stripe.subscription_snapshots import invoices_of, subscription_as_it_is
from adapters.providers.stripe.wire.account import Account
from adapters.providers.stripe.wire.catalogue import Price, Product
from adapters.providers.stripe.wire.invoice import CreditNote, InvoicePayment
from adapters.providers.stripe.wire.payment import Charge, Dispute, PaymentIntent, Refund
from adapters.providers.stripe.wire.subscription import SubscriptionSchedule
from application.ports.errors import ProviderRefused
from application.ports.provider.fetching import NotFound
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef

if TYPE_CHECKING:
    from stripe import StripeClient, StripeObject

T = TypeVar("T")
Retrieve = Callable[["StripeClient", str], Awaitable["StripeObject"]]
Reader = Callable[[ApiResponse, DecodingContext], ProviderUpdate]


def _as(struct: type[T], heard: Callable[[T, DecodingContext], ProviderUpdate]) -> Reader:
    return lambda told, telling: heard(told.read(struct), telling)


_QUESTIONS: Mapping[ObjectKind, tuple[Retrieve, Reader]] = {
    ObjectKind.INVOICE_PAYMENT: (
        lambda c, id_: c.v1.invoice_payments.retrieve_async(id_),
        _as(InvoicePayment, relations.heard),
    ),
    ObjectKind.PAYMENT: (
        lambda c, id_: c.v1.payment_intents.retrieve_async(id_, {"expand": ["latest_charge"]}),
        _as(PaymentIntent, payment.heard),
    ),
    ObjectKind.CHARGE: (lambda c, id_: c.v1.charges.retrieve_async(id_), _as(Charge, charge.heard)),
    ObjectKind.REFUND: (lambda c, id_: c.v1.refunds.retrieve_async(id_), _as(Refund, charge.heard_refund)),
    ObjectKind.CREDIT_NOTE: (
        lambda c, id_: c.v1.credit_notes.retrieve_async(id_),
        _as(CreditNote, credit_note.heard),
    ),
    ObjectKind.DISPUTE: (lambda c, id_: c.v1.disputes.retrieve_async(id_), _as(Dispute, charge.heard_dispute)),
    ObjectKind.SCHEDULE: (
        lambda c, id_: c.v1.subscription_schedules.retrieve_async(id_),
        _as(SubscriptionSchedule, schedule.heard),
    ),
    ObjectKind.PRODUCT: (lambda c, id_: c.v1.products.retrieve_async(id_), _as(Product, catalogue.heard_product)),
    ObjectKind.PRICE: (
        lambda c, id_: c.v1.prices.retrieve_async(id_, {"expand": ["currency_options"]}),
        _as(Price, catalogue.heard_price_and_product),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeSnapshots:
    """Fetches objects. Most kinds take one call; the others have files of their own."""

    api: StripeApi
    rules: DecodingRules

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        try:
            return await self._ask(kind, ref.id)
        except NotThere:
            return NotFound()

    async def seller_id(self) -> str:
        try:
            told = await self.api.call(lambda c: c.v1.accounts.retrieve_current_async(), urgent=True)
        except NotThere:
            told = None
        if told is None:
            raise ProviderRefused(
                self.api.provider,
                "there is no account for the API key",
                next_step="set STRIPE_API_KEY to a key of the selling account",
            )
        return told.read(Account).id

    async def _ask(self, kind: ObjectKind, id_: str) -> ProviderUpdate | NotFound:
        if kind is ObjectKind.ACCOUNT:
            return await AccountSnapshots(api=self.api, rules=self.rules).everything_of(id_)
        if kind is ObjectKind.SUBSCRIPTION:
            return await subscription_as_it_is(self.api, self.rules, id_)
        if kind is ObjectKind.CHECKOUT:
            return await checkout_as_it_is(self.api, self.rules, id_)
        if kind in (ObjectKind.INVOICE, ObjectKind.SUBSCRIPTION_INVOICE):
            return await invoice_as_it_is(self.api, self.rules, id_)
        if kind is ObjectKind.ORIGIN:
            return await origin_of(self.api, self.rules, id_)
        if kind is ObjectKind.DISCOUNT:
            return await subscription_as_it_is(self.api, self.rules, subscription_of(id_))
        if kind is ObjectKind.ARREARS:
            return await invoices_of(self.api, self.rules, id_)
        question = _QUESTIONS.get(kind)
        if question is None:
            return NotFound()
        retrieve, read = question
        told = await self.api.call(lambda client: retrieve(client, id_))
        return read(told, self.rules.at(told.stamp))
