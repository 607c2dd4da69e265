"""Fetching of a customer and all its objects in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from adapters.providers.lemonsqueezy.client import LemonSqueezyApi
from adapters.providers.lemonsqueezy.decoding import account, order, subscription
from adapters.providers.lemonsqueezy.decoding.context import DecodingContext
from adapters.providers.lemonsqueezy.errors import NotThere
from adapters.providers.lemonsqueezy.wire.account import Customer
from adapters.providers.lemonsqueezy.wire.document import Document, Resource, Typed
from adapters.providers.lemonsqueezy.wire.order import Order
from adapters.providers.lemonsqueezy.wire.subscription import Subscription
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.updates import ProviderUpdate, merge_updates

_TYPED = msgspec.json.Decoder(Typed)
_ORDER = msgspec.json.Decoder(Resource[Order])
_SUBSCRIPTION = msgspec.json.Decoder(Resource[Subscription])


async def everything_of(api: LemonSqueezyApi, references: CheckoutReferenceSigner, id_: str) -> ProviderUpdate:
    """Fetch a customer with its objects included, because lists cannot be filtered by customer."""
    told = await api.get("customers", id_, params={"include": "orders,subscriptions"})
    document = told.read(Document[Customer])
    api.check(document.data.attributes)
    telling = DecodingContext(provider=api.provider, references=references, fetched_at=told.fetched_at)
    owner = account.heard(document.data, telling)
    return merge_updates([owner, *_belongings(api, document.included, telling)])


def _belongings(
    api: LemonSqueezyApi, included: Iterable[msgspec.Raw], telling: DecodingContext
) -> Iterator[ProviderUpdate]:
    for each in included:
        type_ = _TYPED.decode(each).type
        try:
            if type_ == "orders":
                bought = _ORDER.decode(each)
                api.check(bought.attributes)
                yield order.heard(bought, telling)
            elif type_ == "subscriptions":
                subscribed = _SUBSCRIPTION.decode(each)
                api.check(subscribed.attributes)
                yield subscription.heard(subscribed, telling)
        except NotThere:
            continue
