"""Everything that is known of one customer's business, from which every answer is derived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access import Access, access_of_purchase, access_of_subscription, best_of
from domain.account import Account
from domain.customer import Customer
from domain.home import Home, derive_home, first_business, pinned
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName, Ref
from domain.subscription import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Billing:
    """A customer with the accounts verified to be theirs, and the subscriptions and purchases credited to them.

    What is credited on an unsigned word is here without its account.
    """

    customer: Customer
    accounts: tuple[Account, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    purchases: tuple[OneOffPurchase, ...] = ()

    @property
    def first_home(self) -> Home | None:
        """Home by what was bought or linked, whatever the host has pinned."""
        return derive_home(self.subscriptions, self.purchases, self.accounts)

    @property
    def home(self) -> Home | None:
        """Where the bare `manage` leads: the pin, as long as there is something to open there, else the first home."""
        pin = self.customer.pin
        return pinned(pin) if pin is not None and pin.provider in self.providers else self.first_home

    @property
    def providers(self) -> frozenset[ProviderName]:
        """Every provider the customer has an account, a subscription or a purchase at."""
        refs = [a.ref for a in self.accounts] + [s.ref for s in self.subscriptions] + [p.ref for p in self.purchases]
        return frozenset(ref.provider for ref in refs)

    def access(self, now: datetime, *, grace: timedelta) -> Access:
        """The best of all that was bought."""
        of_subscriptions = [access_of_subscription(s, now, grace=grace) for s in self.subscriptions]
        return best_of([*of_subscriptions, *(access_of_purchase(p) for p in self.purchases)])

    def subscription(self, ref: Ref) -> Subscription | None:
        return next((s for s in self.subscriptions if s.ref == ref), None)

    def purchase(self, ref: Ref) -> OneOffPurchase | None:
        """By any id the provider may know it under."""
        at_provider = (p for p in self.purchases if p.ref.provider == ref.provider)
        return next((p for p in at_provider if ref.id in p.keys or p.ref == ref), None)

    def account(self, ref: Ref | None) -> Account | None:
        """The account if it is verified to be this customer's."""
        return next((a for a in self.accounts if a.ref == ref), None)

    def is_unverified(self, bought: Subscription | OneOffPurchase) -> bool:
        """Whether it is credited to the customer without its account being proven to be theirs."""
        if isinstance(bought, Subscription):
            return self.account(bought.snapshot.account) is None
        return not bought.proven or (bought.account is not None and self.account(bought.account) is None)

    def with_receipt(self, provider: ProviderName) -> OneOffPurchase | None:
        """The purchase whose receipt can be shown: the latest ever paid, else the latest, which may have no receipt."""
        verified = [p for p in self.purchases if p.ref.provider == provider and not self.is_unverified(p)]
        paid = [p for p in verified if p.counted]
        return next(reversed(paid or verified), None)

    def first_used_at(self, account: Account) -> datetime | None:
        """The provider's time of the first business done with the account."""
        subscriptions = [s for s in self.subscriptions if s.snapshot.account == account.ref]
        purchases = [p for p in self.purchases if p.account == account.ref]
        first = first_business(subscriptions, purchases)
        return first[0] if first else None
