"""The part of a customer's billing that changes only when something is written about what they own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.account import Account
from domain.billing.access import access_of_purchase, best_of
from domain.billing.billing import Billing
from domain.billing.earlier import Earlier
from domain.billing.home import first_purchase
from domain.billing.index import index_of
from domain.billing.purchase_assembly import named, prices_of, recurs
from domain.billing.subscription_assembly import priced
from domain.catalogue.entry import Catalogue, CatalogueKey
from domain.customer import Customer
from domain.lifecycle.status import SubscriptionStatus
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderRef
from domain.purchases.contents import ContentsSnapshot
from domain.subscription import Subscription

MAX_LISTED = 101
"""One more than the API lists at once, so that a page shows whether others follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingRecord:
    """Holds what a customer owns, before the clock, the catalogue and the customer's own data are applied.

    Subscriptions have no names and prices of the catalogue's yet. Purchases have none either, and some of them may
    recur by the catalogue and then are none.
    `earlier` summarizes what `shortened` left out. It relied on the catalogue: on `recurring` prices, and on
    `one_time` prices, which are all others.
    """

    accounts: tuple[Account, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    purchases: tuple[OneOffPurchase, ...] = ()
    earlier: Earlier | None = None
    recurring: frozenset[ProviderRef] = frozenset()
    one_time: frozenset[ProviderRef] = frozenset()

    @property
    def catalogue_keys(self) -> frozenset[CatalogueKey]:
        """Return the keys of all catalogue entries that `billing` and `agrees_with` look up."""
        keys = {(ObjectKind.PRICE, ref) for ref in self.recurring | self.one_time}
        for subscription in self.subscriptions:
            keys |= subscription.snapshot.catalogue_keys
            keys |= subscription.schedule.catalogue_keys if subscription.schedule is not None else frozenset()
        receipts = self.earlier.receipts.values() if self.earlier is not None else ()
        for purchase in (*self.purchases, *receipts):
            keys |= _sold(purchase)
        return frozenset(keys)

    def agrees_with(self, catalogue: Catalogue) -> bool:
        """Return whether the prices of purchases that were left out still recur or not, as they did then."""
        return all(_is_recurring(ref, catalogue) for ref in self.recurring) and not any(
            _is_recurring(ref, catalogue) for ref in self.one_time
        )

    def billing(self, customer: Customer, catalogue: Catalogue) -> Billing:
        """Return the customer's billing. `catalogue` has at least the entries of `catalogue_keys`."""
        return Billing(
            customer=customer,
            accounts=self.accounts,
            subscriptions=tuple(priced(subscription, catalogue) for subscription in self.subscriptions),
            purchases=tuple(named(each, catalogue) for each in self.purchases if not recurs(each, catalogue)),
            earlier=self.earlier.named(catalogue) if self.earlier is not None else None,
        )

    def shortened(self, catalogue: Catalogue) -> BillingRecord:
        """Return a record of limited size: the newest subscriptions and purchases, and a summary of the others.

        Subscriptions that have not ended are all kept, because what they mean depends on the clock.
        """
        bought = [purchase for purchase in self.purchases if not recurs(purchase, catalogue)]
        older = bought[:-MAX_LISTED]
        ended = [each for each in self.subscriptions if each.status is SubscriptionStatus.ENDED]
        # The first subscription gives the reason where access is denied.
        over = frozenset(each.ref for each in ended[:-MAX_LISTED] if each is not self.subscriptions[0])
        if not older and not over:
            return self
        kept = tuple(each for each in self.subscriptions if each.ref not in over)
        prices = (
            frozenset[ProviderRef]().union(*(prices_of(purchase) for purchase in self.purchases))
            if older
            else frozenset()
        )
        recurring = frozenset(ref for ref in prices if _is_recurring(ref, catalogue))
        return replace(
            self,
            subscriptions=kept,
            purchases=tuple(bought[-MAX_LISTED:]) if older else self.purchases,
            earlier=_summary(self.accounts, [each for each in ended if each.ref in over], older),
            recurring=recurring,
            one_time=prices - recurring,
        )


def _summary(
    accounts: Iterable[Account], ended: Sequence[Subscription], purchases: Sequence[OneOffPurchase]
) -> Earlier:
    index = index_of(accounts, ended, purchases)
    return Earlier(
        access=best_of(access_of_purchase(purchase) for purchase in purchases) if purchases else None,
        first_purchase=first_purchase(ended, purchases),
        subscribed_at=index.subscribed_at,
        purchased_at=index.purchased_at,
        unverified_at=index.unverified_at,
        receipts=index.receipts,
        first_used_at=index.first_used_at,
        last_used_at=index.last_used_at,
    )


def _is_recurring(price: ProviderRef, catalogue: Catalogue) -> bool:
    entry = catalogue.get((ObjectKind.PRICE, price))
    return entry is not None and entry.one_time is False


def _sold(purchase: OneOffPurchase) -> frozenset[CatalogueKey]:
    contents = (each.snapshot for each in purchase.facets if isinstance(each.snapshot, ContentsSnapshot))
    listed = frozenset[CatalogueKey]().union(*(each.catalogue_keys for each in contents))
    item = purchase.item
    if item is None:
        return listed
    product = {(ObjectKind.PRODUCT, item.ref.same_provider(item.product_id))} if item.product_id else set()
    price = {(ObjectKind.PRICE, item.ref.same_provider(item.price_id))} if item.price_id else set()
    return listed | product | price
