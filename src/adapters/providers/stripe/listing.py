"""Lists of all objects of a Stripe account (Stripe API, "Pagination": the newest first, at most 100 per page)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from adapters.providers.stripe.client import ApiResponse, StripeApi
from adapters.providers.stripe.decoding import (
    account,
    catalogue,
    charge,
    checkout,
    credit_note,
    invoice,
    payment,
    schedule,
    subscription,
)
from adapters.providers.stripe.decoding.context import DecodingContext, DecodingRules
from adapters.providers.stripe.errors import NotThere
from adapters.providers.stripe.event_history import HISTORY_WINDOW, StripeEventHistory
from adapters.providers.stripe.wire.account import Customer
from adapters.providers.stripe.wire.catalogue import Price, Product
from adapters.providers.stripe.wire.checkout import CheckoutSession
from adapters.providers.stripe.wire.invoice import CreditNote, Invoice
from adapters.providers.stripe.wire.payment import Charge, Dispute, PaymentIntent
from adapters.providers.stripe.wire.subscription import Subscription, SubscriptionSchedule
from adapters.providers.stripe.wire.values import Identified, Page
from application.ports.errors import ProviderUnavailable
from application.ports.provider.listing import CursorExpired, ListedObject, ListPage
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind

T = TypeVar("T", bound=Identified)
Parameters = dict[str, Any]

_AT_ONCE = 100
_TOLD = frozenset({"succeeded", "requires_capture", "canceled"})
"""The statuses of payment intents that cause an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Generic[T]):
    """Describes a list: its path, its objects, and which of them webhooks deliver too."""

    path: str
    page: type[Page[T]]
    heard: Callable[[T, DecodingContext], ProviderUpdate]
    notable: Callable[[T], bool] = lambda _: True
    parameters: Parameters | None = None

    def read(self, told: ApiResponse, telling: DecodingContext) -> tuple[tuple[ListedObject, ...], str | None]:
        """Decode a page. Return its objects and the cursor of the next page."""
        page = told.read(self.page)
        listed = tuple(
            ListedObject(heard=self.heard(each, telling), worth_mirroring=self.notable(each)) for each in page.data
        )
        return listed, page.data[-1].id if page.has_more and page.data else None


def _is_notable_invoice(listed: Invoice) -> bool:
    """Return whether to store a listed invoice that the mirror does not have.

    An invoice of a subscription is stored only if it is open; a paid one matters only if the mirror has it as open.
    """
    return listed.status == "open" if invoice.subscription_of(listed) is not None else listed.status != "draft"


_LISTS: Mapping[ObjectKind, List[Any]] = {
    ObjectKind.PRODUCT: List(
        path="/v1/products",
        page=Page[Product],
        heard=catalogue.heard_product,
        notable=lambda _: False,
    ),
    ObjectKind.PRICE: List(
        path="/v1/prices",
        page=Page[Price],
        heard=catalogue.heard_price,
        notable=lambda _: False,
        parameters={"expand": ["data.currency_options"]},
    ),
    ObjectKind.ACCOUNT: List(path="/v1/customers", page=Page[Customer], heard=account.heard),
    ObjectKind.SUBSCRIPTION: List(
        path="/v1/subscriptions",
        page=Page[Subscription],
        heard=subscription.heard,
        parameters={"status": "all"},
    ),
    ObjectKind.SCHEDULE: List(
        path="/v1/subscription_schedules",
        page=Page[SubscriptionSchedule],
        heard=schedule.heard,
    ),
    ObjectKind.CHECKOUT: List(
        path="/v1/checkout/sessions",
        page=Page[CheckoutSession],
        heard=checkout.heard,
        notable=lambda session: session.status == "complete",
        parameters={"expand": ["data.line_items", "data.payment_intent"]},
    ),
    ObjectKind.INVOICE: List(
        path="/v1/invoices",
        page=Page[Invoice],
        heard=invoice.heard_listed,
        notable=_is_notable_invoice,
        parameters={"expand": ["data.payments"]},
    ),
    ObjectKind.PAYMENT: List(
        path="/v1/payment_intents",
        page=Page[PaymentIntent],
        heard=payment.heard,
        notable=lambda intent: intent.status in _TOLD or intent.last_payment_error is not None,
    ),
    ObjectKind.CHARGE: List(
        path="/v1/charges",
        page=Page[Charge],
        heard=charge.heard,
        notable=lambda told: told.refunded or bool(told.amount_refunded) or told.disputed,
    ),
    ObjectKind.CREDIT_NOTE: List(path="/v1/credit_notes", page=Page[CreditNote], heard=credit_note.heard),
    ObjectKind.DISPUTE: List(path="/v1/disputes", page=Page[Dispute], heard=charge.heard_dispute),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeLists:
    """Lists objects. A subscription includes a first page of items; if there are more, the decoder requests a fetch."""

    api: StripeApi
    rules: DecodingRules
    changes: StripeEventHistory

    @property
    def kinds(self) -> Sequence[ObjectKind]:
        return tuple(_LISTS)

    @property
    def history_window(self) -> timedelta:
        return HISTORY_WINDOW

    async def page(self, kind: ObjectKind, cursor: str | None, changed_since: datetime | None = None) -> ListPage:
        """Fetch a page. The cursor is the id of the last object or event of the previous page."""
        try:
            if changed_since is not None:
                return await self.changes.page(kind, cursor, changed_since)
            return await self._page(_LISTS[kind], cursor)
        except NotThere:
            gone = (
                CursorExpired()
                if cursor is not None
                else ProviderUnavailable(self.api.provider, "the list does not exist")
            )
        raise gone

    async def _page(self, wanted: List[Any], cursor: str | None) -> ListPage:
        parameters: Parameters = {"limit": _AT_ONCE, **(wanted.parameters or {})}
        if cursor is not None:
            parameters["starting_after"] = cursor
        told = await self.api.listing(wanted.path, parameters)
        objects, following = wanted.read(told, self.rules.at(told.stamp))
        return ListPage(objects=objects, next_cursor=following, fetched_at=told.stamp.as_of)
