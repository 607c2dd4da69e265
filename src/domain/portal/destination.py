"""Targets and destinations of the portal router."""

from __future__ import annotations

from dataclasses import dataclass

from domain.account import Account
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName, ProviderRef
from domain.subscription import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalTarget:
    """The intent of a customer, for at most one of `subscription` and `purchase`."""

    intent: Intent = Intent.MANAGE
    subscription: ProviderRef | None = None
    purchase: ProviderRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalDestination:
    """The provider, account and object that the portal router chose.

    `account`: the one to sign in to, None where none is verified to be this customer's. `unverified`: what is meant
    belongs to an account that is not, so only a login page can open it. `deleted`: it belongs to one that the provider
    has deleted. `plan_changes`: whether anything in the account can change its plan. `receipt_for`: the purchase whose
    receipt is the way out when there is no portal. A receipt names its buyer, so it is never that of an unverified one.
    """

    provider: ProviderName
    intent: Intent
    account: Account | None = None
    subscription: Subscription | None = None
    receipt_for: OneOffPurchase | None = None
    plan_changes: bool = False
    unverified: bool = False
    deleted: bool = False

    @property
    def may_have_a_page(self) -> bool:
        """Return whether a page of the portal for the intent can be opened, if the portal has one."""
        if self.account is None:
            return False
        return self.intent is not Intent.PAUSE or self.subscription is None or self.subscription.snapshot.pausable
