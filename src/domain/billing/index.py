"""A customer's billing by what it is looked up by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.account import Account
from domain.billing.earlier import NOTHING_EARLIER, Earlier
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName, ProviderRef
from domain.subscription import Subscription

AccountPurchase = Subscription | OneOffPurchase


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingIndex:
    """Made by `index_of` in one pass, so that an answer about one thing does not go through all the others.

    `purchases`: by every id that the provider may know one under. `subscribed_at`, `purchased_at`, `signed_in_at`: the
    providers with a subscription, with a purchase, and with an account that is not deleted. `unverified_at`: those with
    something that is credited to the customer without its account being proven to be theirs. `receipts`: of each
    provider, the purchase whose receipt can be shown. `first_used_at`: when the first business that counts was done
    with an account; `last_used_at`: when anything was last bought with it.
    """

    accounts: Mapping[ProviderRef, Account]
    subscriptions: Mapping[ProviderRef, Subscription]
    purchases: Mapping[tuple[ProviderName, str], OneOffPurchase]
    subscribed_at: frozenset[ProviderName]
    purchased_at: frozenset[ProviderName]
    signed_in_at: frozenset[ProviderName]
    unverified_at: frozenset[ProviderName]
    receipts: Mapping[ProviderName, OneOffPurchase]
    first_used_at: Mapping[ProviderRef, datetime]
    last_used_at: Mapping[ProviderRef, datetime]

    @property
    def providers(self) -> frozenset[ProviderName]:
        return self.subscribed_at | self.purchased_at | frozenset(ref.provider for ref in self.accounts)

    def is_unverified(self, bought: AccountPurchase) -> bool:
        return _is_unverified(bought, self.accounts)


def index_of(
    accounts: Iterable[Account],
    subscriptions: Iterable[Subscription],
    purchases: Iterable[OneOffPurchase],
    earlier: Earlier = NOTHING_EARLIER,
) -> BillingIndex:
    """`purchases`: the earliest first. `earlier`: what came before them, and other subscriptions that have ended."""
    known_accounts = {account.ref: account for account in accounts}
    known_subscriptions = {subscription.ref: subscription for subscription in subscriptions}
    purchased_at = set(earlier.purchased_at)
    known_purchases: dict[tuple[ProviderName, str], OneOffPurchase] = {}
    receipts = dict(earlier.receipts)
    unverified_at = set(earlier.unverified_at)
    first_used_at = dict(earlier.first_used_at)
    last_used_at = dict(earlier.last_used_at)

    def used(account: ProviderRef | None, at: datetime, *, counted: bool) -> None:
        if account is not None:
            last_used_at[account] = max(at, last_used_at.get(account, at))
        if account is not None and counted:
            first_used_at[account] = min(at, first_used_at.get(account, at))

    for subscription in known_subscriptions.values():
        used(subscription.snapshot.account, subscription.snapshot.created_at, counted=subscription.counted)
        if _is_unverified(subscription, known_accounts):
            unverified_at.add(subscription.ref.provider)
    for purchase in purchases:
        ref, account, counted = purchase.ref, purchase.account, purchase.ever_paid
        purchased_at.add(ref.provider)
        used(account, purchase.purchased_at, counted=counted)
        for key in (*purchase.keys, ref.id):
            known_purchases.setdefault((ref.provider, key), purchase)
        if _is_unverified(purchase, known_accounts):
            unverified_at.add(ref.provider)
        elif counted or ref.provider not in receipts or not receipts[ref.provider].ever_paid:
            receipts[ref.provider] = purchase
    return BillingIndex(
        accounts=known_accounts,
        subscriptions=known_subscriptions,
        purchases=known_purchases,
        subscribed_at=earlier.subscribed_at.union(ref.provider for ref in known_subscriptions),
        purchased_at=frozenset(purchased_at),
        signed_in_at=frozenset(ref.provider for ref, account in known_accounts.items() if not account.deleted),
        unverified_at=frozenset(unverified_at),
        receipts=receipts,
        first_used_at=first_used_at,
        last_used_at=last_used_at,
    )


def _is_unverified(bought: AccountPurchase, accounts: Mapping[ProviderRef, Account]) -> bool:
    if isinstance(bought, Subscription):
        return bought.snapshot.account not in accounts
    return not bought.verified or (bought.account is not None and bought.account not in accounts)
