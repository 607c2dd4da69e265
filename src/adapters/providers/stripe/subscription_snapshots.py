"""Fetching of a subscription with all its items and invoices."""

from __future__ import annotations

from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.decoding import invoice, subscription
from adapters.providers.stripe.decoding.context import DecodingRules
from adapters.providers.stripe.wire.invoice import Invoice
from adapters.providers.stripe.wire.subscription import Subscription, SubscriptionItem
from adapters.providers.stripe.wire.values import Page
from application.ports.provider.updates import ProviderUpdate, merge_updates

_EXPANDED = [
    "items.data.price.product",
    "discounts.source.coupon.applies_to",
    "discounts.source.coupon.currency_options",
]


async def subscription_as_it_is(api: StripeApi, rules: DecodingRules, id_: str) -> ProviderUpdate:
    """Fetch a subscription. The stamp is the time of the first request, although further items are fetched later."""
    told = await api.call(lambda c: c.v1.subscriptions.retrieve_async(id_, {"expand": _EXPANDED}))
    asked_for = told.read(Subscription)
    if asked_for.items.has_more:
        asked_for.items = Page(data=await _all_items(api, id_))
    return subscription.heard(asked_for, rules.at(told.stamp))


async def _all_items(api: StripeApi, id_: str) -> list[SubscriptionItem]:
    pages = api.pages(
        lambda c: c.v1.subscription_items.list_async(
            {"subscription": id_, "limit": 100, "expand": ["data.price.product"]}
        )
    )
    return [item async for told in pages for item in told.read(Page[SubscriptionItem]).data]


async def invoices_of(api: StripeApi, rules: DecodingRules, id_: str) -> ProviderUpdate:
    """Fetch all invoices, so that one that is mirrored as open but no longer is open is updated, too."""
    heard: list[ProviderUpdate] = []
    async for told in api.pages(lambda c: c.v1.invoices.list_async({"subscription": id_, "limit": 100})):
        heard += [invoice.heard_listed(each, rules.at(told.stamp)) for each in told.read(Page[Invoice]).data]
    return merge_updates(heard)
