"""A customer's subscriptions, purchases and accounts, from which every response is derived."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.account import Account
from domain.billing.access import Access, access_of_purchase, access_of_subscription, best_of
from domain.billing.earlier import NOTHING_EARLIER, Earlier
from domain.billing.home import HomeProvider, derive_home, pinned
from domain.billing.index import BillingIndex, index_of
from domain.customer import Customer
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName, ProviderRef
from domain.subscription import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Billing:
    """A customer with the accounts verified to be theirs, and the subscriptions and purchases credited to them.

    What is credited on an unsigned word is here without its account. `earlier`: a summary of the older purchases and
    of the ended subscriptions that are not listed, None if all are.
    """

    customer: Customer
    accounts: tuple[Account, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    purchases: tuple[OneOffPurchase, ...] = ()
    earlier: Earlier | None = None
    index: BillingIndex = field(init=False, repr=False, compare=False)
    providers: frozenset[ProviderName] = field(init=False, repr=False, compare=False)
    """Every provider the customer has an account, a subscription or a purchase at."""
    derived_home: HomeProvider | None = field(init=False, repr=False, compare=False)
    """Home by what was bought or linked, whatever the host has pinned."""

    def __post_init__(self) -> None:
        """Find out once what is asked for again and again."""
        earlier = self.earlier or NOTHING_EARLIER
        index = index_of(self.accounts, self.subscriptions, self.purchases, earlier)
        derived_home = derive_home(self.subscriptions, self.purchases, self.accounts, earlier=earlier.first_purchase)
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "providers", index.providers)
        object.__setattr__(self, "derived_home", derived_home)

    @property
    def home(self) -> HomeProvider | None:
        """The provider of a plain `manage`: the pinned one if it has something to open, else the derived home."""
        pin = self.customer.pin
        return pinned(pin) if pin is not None and pin.provider in self.providers else self.derived_home

    def access(self, now: datetime, *, grace: timedelta) -> Access:
        """The best of all that was bought."""
        of_subscriptions = [access_of_subscription(s, now, grace=grace) for s in self.subscriptions]
        of_earlier = [self.earlier.access] if self.earlier is not None and self.earlier.access is not None else []
        return best_of([*of_subscriptions, *of_earlier, *(access_of_purchase(p) for p in self.purchases)])

    def subscription(self, ref: ProviderRef) -> Subscription | None:
        return self.index.subscriptions.get(ref)

    def purchase(self, ref: ProviderRef) -> OneOffPurchase | None:
        """By any id the provider may know it under."""
        return self.index.purchases.get((ref.provider, ref.id))

    def account(self, ref: ProviderRef | None) -> Account | None:
        """The account if it is verified to be this customer's."""
        return self.index.accounts.get(ref) if ref is not None else None

    def is_unverified(self, bought: Subscription | OneOffPurchase) -> bool:
        """Whether it is credited to the customer without its account being proven to be theirs."""
        return self.index.is_unverified(bought)

    def with_receipt(self, provider: ProviderName) -> OneOffPurchase | None:
        """The purchase whose receipt can be shown: the latest ever paid, else the latest, which may have no receipt."""
        return self.index.receipts.get(provider)

    def first_used_at(self, account: Account) -> datetime | None:
        """The provider's time of the first business done with the account."""
        return self.index.first_used_at.get(account.ref)
