"""Deliveries of both providers about generated customers with the most awkward ids, names and addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.providers.lemonsqueezy.decoder import Decoder as LemonSqueezyDecoder
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from adapters.providers.lemonsqueezy.webhooks import LemonSqueezyWebhooks
from adapters.providers.stripe.decoder import Decoder as StripeDecoder
from adapters.providers.stripe.decoding.context import DecodingRules
from adapters.providers.stripe.webhooks import StripeWebhooks
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.event import ProviderEvent
from application.ports.provider.provider import Provider, Providers
from domain.customer import CustomerId
from domain.ownership.claim import Trust
from domain.provider import ProviderName, ProviderRef
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage
from fixtures.lemonsqueezy import payloads as lemonsqueezy
from fixtures.stripe import payloads as stripe

STRIPE, LEMONSQUEEZY = ProviderName("stripe"), ProviderName("lemonsqueezy")
REFERENCES = CheckoutReferenceSigner(key="user_id")
OF_STRIPE = (
    "customer.created",
    "customer.subscription.updated",
    "invoice.finalized",
    "invoice.paid",
    "checkout.session.completed",
)
OF_LEMONSQUEEZY = (
    "order_created",
    "subscription_created",
    "subscription_payment_success",
    "customer_updated",
    "license_key_created",
)
_STRIPES_ID = re.compile(r"(?:cus|sub|in|pi|ch|cs_test|cs|evt|re|si|pm|il|inpay|txn)_[A-Za-z0-9_]+")
_PERSONS_NAME = frozenset({"customer_name", "user_name"})
_NAMED = frozenset({"customer_details", "billing_details", "shipping", "customer_shipping", "previous_attributes"})

_stripe = StripeDecoder(
    rules=DecodingRules(provider=STRIPE, references=REFERENCES, pricing_tables=False), livemode=False
)
_lemonsqueezy = LemonSqueezyDecoder(
    provider=LEMONSQUEEZY,
    seller=StoreScope(store_id=lemonsqueezy.STORE_ID, test_mode=True),
    references=REFERENCES,
    unsigned=Trust.UNSIGNED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A buyer; `number` distinguishes the objects of different buyers."""

    number: int
    id: CustomerId
    email: str = field(repr=False)
    name: str = field(repr=False)

    @property
    def accounts(self) -> list[ProviderRef]:
        """Return the account in every event of Stripe, and one for each customer in the fixtures of Lemon Squeezy."""
        numbers = (str(7000 + each + 100_000 * self.number) for each in range(10))
        return [
            ProviderRef(provider=STRIPE, id=f"cus_{self.number}"),
            *(ProviderRef(provider=LEMONSQUEEZY, id=each) for each in numbers),
        ]


def providers() -> Providers:
    of_stripe = FakeProvider(name=STRIPE, storage=InMemoryStorage()).provider()
    of_lemonsqueezy = FakeProvider(name=LEMONSQUEEZY, storage=InMemoryStorage()).provider()
    connected: list[Provider] = [
        _with(of_stripe, StripeWebhooks(secrets=(), decoder=_stripe)),
        _with(of_lemonsqueezy, LemonSqueezyWebhooks(secrets=(), decoder=_lemonsqueezy)),
    ]
    return {each.name: each for each in connected}


def _with(provider: Provider, webhooks: StripeWebhooks | LemonSqueezyWebhooks) -> Provider:
    return Provider(
        name=provider.name,
        webhooks=webhooks,
        fetcher=provider.fetcher,
        listing=provider.listing,
        portal=provider.portal,
        setup=provider.setup,
    )


def deliveries_of(buyer: Buyer, *, escaped: bool, again: bool = False) -> Iterator[ProviderEvent]:
    """Return every event about one buyer: decodable, unhandled and undecodable ones.

    `escaped` spells JSON like PHP, which Lemon Squeezy uses. `again` gives the deliveries new ids.
    """
    for type_ in OF_STRIPE:
        event = _renamed(stripe.event(type_), buyer)
        event["id"] += "_again" if again else ""
        yield _stripe.read(_spelled(event, escaped=escaped))
        yield _stripe.read(_spelled(event | {"id": event["id"] + "_x", "type": "customer.tidied"}, escaped=escaped))
        yield _stripe.read(_spelled(event | {"id": event["id"] + "_o", "api_version": "2019-01-01"}, escaped=escaped))
        broken = event | {"id": event["id"] + "_b", "created": "unheard of"}
        yield _stripe.read(_spelled(broken, escaped=escaped))
    for name in OF_LEMONSQUEEZY:
        told = _renamed(lemonsqueezy.event(name), buyer)
        yield _lemonsqueezy.read(_spelled(told, escaped=escaped))
        told["data"]["attributes"]["updated_at"] = "unheard of"
        yield _lemonsqueezy.read(_spelled(told, escaped=escaped))


def _spelled(document: Mapping[str, Any], *, escaped: bool) -> bytes:
    text = json.dumps(document, ensure_ascii=escaped)
    return (text.replace("/", "\\/").replace("&", "\\u0026") if escaped else text).encode()


def _renamed(value: Any, buyer: Buyer, *, name: str = "", above: str = "", of_customer: bool = False) -> Any:
    """Return the same document about this buyer and their objects."""
    if isinstance(value, dict):
        customer = value.get("object") == "customer" or value.get("type") == "customers" or of_customer
        whose = customer and name in ("", "data", "object", "attributes")
        return {each: _renamed(inner, buyer, name=each, above=name, of_customer=whose) for each, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, buyer, name=name, above=above, of_customer=of_customer) for inner in value]
    if name == "client_reference_id" or (name == REFERENCES.key and value is not None):
        return buyer.id if value is not None else None
    if isinstance(value, str):
        return _text(value, buyer, name=name, named=of_customer or above in _NAMED)
    if isinstance(value, int) and name in ("id", "customer_id", "order_id", "subscription_id", "order_item_id"):
        return value + 100_000 * buyer.number
    return value


def _text(value: str, buyer: Buyer, *, name: str, named: bool) -> str:
    if "email" in name:
        return buyer.email
    if name in _PERSONS_NAME or (name == "name" and named):
        return buyer.name
    if value.startswith("cus_"):
        return f"cus_{buyer.number}"
    if _STRIPES_ID.fullmatch(value):
        return f"{value}_{buyer.number}"
    return str(int(value) + 100_000 * buyer.number) if name == "id" and value.isdigit() else value
