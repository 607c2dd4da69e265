"""A summary of older purchases and ended subscriptions, so that billing need not hold every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.billing.access import Access
from domain.billing.purchase_assembly import named
from domain.catalogue.entry import Catalogue
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName, ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Summarizes purchases that are older than those listed, and subscriptions that ended before those listed.

    `access`: the best access that the purchases grant, None if there are none. `first_purchase`: the earliest of all
    that counts, with its time. The others are those of `BillingIndex`.
    """

    access: Access | None = None
    first_purchase: tuple[datetime, ProviderRef] | None = None
    subscribed_at: frozenset[ProviderName] = frozenset()
    purchased_at: frozenset[ProviderName] = frozenset()
    unverified_at: frozenset[ProviderName] = frozenset()
    receipts: Mapping[ProviderName, OneOffPurchase] = field(default_factory=dict)
    first_used_at: Mapping[ProviderRef, datetime] = field(default_factory=dict)
    last_used_at: Mapping[ProviderRef, datetime] = field(default_factory=dict)

    def named(self, catalogue: Catalogue) -> Earlier:
        """Return the same with the names that the catalogue has for the products."""
        receipts = {provider: named(purchase, catalogue) for provider, purchase in self.receipts.items()}
        return replace(self, receipts=receipts)


NOTHING_EARLIER = Earlier()
