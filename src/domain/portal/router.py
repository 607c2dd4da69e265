"""Chooses the provider, the account and the subscription for an intent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from domain.account import Account
from domain.billing.billing import Billing
from domain.errors import DomainError
from domain.intent import Intent, PortalRestriction
from domain.ownership.errors import PurchaseNotFound
from domain.portal.capabilities import NO_PAGES, PortalCapabilities
from domain.portal.destination import PortalDestination, PortalTarget
from domain.portal.errors import (
    BillingAccountGone,
    IntentNotAvailable,
    NoBillingAccount,
    PlanChangeNotSupported,
    SubscriptionNotFound,
    SubscriptionRequired,
)
from domain.provider import ProviderName, ProviderRef
from domain.subscription import Subscription

_DEFAULT_TARGET = PortalTarget()
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRouter:
    """Answers where an intent leads, for one customer at one moment.

    `portals`: what the portals of the connected providers can do.
    """

    billing: Billing
    now: datetime
    portals: Mapping[ProviderName, PortalCapabilities]
    _live: tuple[Subscription, ...] = field(init=False, repr=False, compare=False)
    _lively: frozenset[ProviderRef | None] = field(init=False, repr=False, compare=False)
    _changeable: frozenset[ProviderRef | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Go through the subscriptions once, for each question is asked of each of them."""
        live = tuple(s for s in self.billing.subscriptions if s.live and not s.ended(self.now))
        changeable = (s.snapshot.account for s in live if s.can_change_plan(self.now))
        object.__setattr__(self, "_live", live)
        object.__setattr__(self, "_lively", frozenset(s.snapshot.account for s in live))
        object.__setattr__(self, "_changeable", frozenset(changeable))

    def route(self, target: PortalTarget) -> PortalDestination:
        """
        Raises:
            SubscriptionNotFound, PurchaseNotFound: it is not this customer's.
            PlanChangeNotSupported: there are one-off purchases only.
            SubscriptionRequired: several could be meant.
            IntentNotAvailable: the provider's portal cannot do it to this subscription.
            NoBillingAccount, BillingAccountGone: there is nothing to open.
        """
        if target.purchase is not None:
            return self._to_purchase(target.intent, target.purchase)
        if target.subscription is not None:
            subscription = self.billing.subscription(target.subscription)
            if subscription is None:
                raise SubscriptionNotFound
            return self._to_subscription(target.intent, subscription)
        if target.intent is Intent.MANAGE:
            return self._to_provider(target.intent, self._provider_to_manage())
        if target.intent is Intent.UPDATE_PAYMENT_METHOD:
            return self._to_payment_method()
        if target.intent is Intent.UPDATE_DETAILS:
            return self._to_account(target.intent, self._provider_to_manage())
        return self._to_subscription(target.intent, self._subscription_for(target.intent))

    def fallback(self, target: PortalTarget, provider: ProviderName) -> PortalDestination | None:
        """Return another destination for a plain `manage` whose provider turns out to have no portal."""
        proven = [s for s in self._live if s.ref.provider != provider and not self.billing.is_unverified(s)]
        if target != PortalTarget() or not proven:
            return None
        return self._to_provider(target.intent, min(proven, key=lambda s: (s.snapshot.created_at, s.ref)).ref.provider)

    def alternatives(self, target: PortalTarget, opened: ProviderName) -> tuple[Subscription, ...]:
        """The live subscriptions at other providers than the one that a bare `manage` opened."""
        return tuple(s for s in self._live if target == PortalTarget() and s.ref.provider != opened)

    def available_intents(self, about: PortalTarget = _DEFAULT_TARGET) -> tuple[Intent, ...]:
        """The intents that lead to a page for them, of the subscription or purchase that `about` names, if any.

        `manage` is among them also if it leads to a login page or to the receipt of what was paid.
        """
        return tuple(intent for intent in Intent if self._has_page(replace(about, intent=intent)))

    def intents_of(self, subscription: Subscription) -> tuple[Intent, ...]:
        return self.available_intents(PortalTarget(subscription=subscription.ref))

    def is_available(self, target: PortalTarget) -> bool:
        """Return whether a request would be accepted now. It may still open less than a page for the intent."""
        return self._destination(target) is not None

    def has_portal(self, provider: ProviderName) -> bool:
        """Whether there is more to open at a provider than a receipt."""
        needs_subscription = self._capabilities(provider).needs_subscription
        index = self.billing.index
        if needs_subscription and provider not in index.subscribed_at:
            return False
        return provider in index.signed_in_at or provider in index.unverified_at

    def _capabilities(self, provider: ProviderName) -> PortalCapabilities:
        return self.portals.get(provider, NO_PAGES)

    def _destination(self, target: PortalTarget) -> PortalDestination | None:
        try:
            return self.route(target)
        except (PlanChangeNotSupported, SubscriptionRequired, IntentNotAvailable, NoBillingAccount, BillingAccountGone):
            return None

    def _has_page(self, target: PortalTarget) -> bool:
        destination = self._destination(target)
        if destination is None:
            return False
        if target.intent is Intent.MANAGE:
            has_receipt = destination.receipt_for is not None and destination.receipt_for.ever_paid
            return destination.account is not None or destination.unverified or has_receipt
        return destination.may_have_a_page and target.intent in self._capabilities(destination.provider).pages

    def _to_purchase(self, intent: Intent, ref: ProviderRef) -> PortalDestination:
        purchase = self.billing.purchase(ref)
        if purchase is None:
            raise PurchaseNotFound
        if intent is not Intent.MANAGE:
            raise PlanChangeNotSupported(intent, [purchase])
        account = self.billing.account(purchase.account)
        unverified = self.billing.is_unverified(purchase)
        deleted = account is not None and account.deleted
        return PortalDestination(
            provider=ref.provider,
            intent=intent,
            account=None if deleted else account,
            receipt_for=None if unverified else purchase,
            plan_changes=self._plan_changes(account),
            unverified=unverified,
            deleted=deleted,
        )

    def _to_subscription(self, intent: Intent, subscription: Subscription) -> PortalDestination:
        restriction = subscription.restriction(intent, self.now)
        if restriction is not None:
            raise IntentNotAvailable(intent, subscription, restriction)
        account = self.billing.account(subscription.snapshot.account)
        if account is not None and account.deleted:
            raise BillingAccountGone
        return PortalDestination(
            provider=subscription.ref.provider,
            intent=intent,
            account=account,
            subscription=subscription,
            plan_changes=self._plan_changes(account),
            unverified=account is None,
        )

    def _to_provider(self, intent: Intent, provider: ProviderName) -> PortalDestination:
        accounts = [a for a in self.billing.accounts if a.ref.provider == provider]
        account = max((a for a in accounts if not a.deleted), key=self._account_rank, default=None)
        index = self.billing.index
        unverified = account is None and provider in index.unverified_at
        if account is None and accounts and provider not in index.purchased_at and not unverified:
            raise BillingAccountGone
        return PortalDestination(
            provider=provider,
            intent=intent,
            account=account,
            receipt_for=self.billing.with_receipt(provider),
            plan_changes=self._plan_changes(account),
            unverified=unverified,
            deleted=account is None and bool(accounts),
        )

    def _home_provider(self) -> ProviderName:
        if self.billing.derived_home is None:
            raise NoBillingAccount
        return self.billing.derived_home.provider

    def _provider_to_manage(self) -> ProviderName:
        """Home, unless it has at most a receipt to offer while a subscription lives elsewhere, or nothing at all."""
        if self.billing.home is None:
            raise NoBillingAccount
        home = self.billing.home.provider
        if self.has_portal(home):
            return home
        elsewhere = [s for s in self._live if s.ref.provider != home]
        if elsewhere:
            return min(elsewhere, key=lambda s: (s.snapshot.created_at, s.ref)).ref.provider
        if home in self.billing.index.purchased_at:
            return home
        return next((a.ref.provider for a in self.billing.accounts if self.has_portal(a.ref.provider)), home)

    def _to_payment_method(self) -> PortalDestination:
        """Choose the live subscription, else the latest that has not ended, else an account without subscriptions."""
        intent = Intent.UPDATE_PAYMENT_METHOD
        live = self._live
        if live:
            return self._to_subscription(intent, self._single(intent, live))
        if self.billing.subscriptions:
            return self._to_subscription(intent, self._nearest())
        return self._to_account(intent, self._home_provider())

    def _to_account(self, intent: Intent, provider: ProviderName) -> PortalDestination:
        """Choose the customer's account at the provider, unless its portal is closed to the customer."""
        destination = self._to_provider(intent, provider)
        if self.has_portal(provider):
            return destination
        raise self._nothing_to_change_error(intent)

    def _subscription_for(self, intent: Intent) -> Subscription:
        """The only subscription it can be done to at home, else the only one elsewhere."""
        restrictions = {s.ref: s.restriction(intent, self.now) for s in self.billing.subscriptions}
        available = [s for s in self.billing.subscriptions if restrictions[s.ref] is None]
        if available:
            return self._single(intent, available)
        if self.billing.subscriptions:
            nearest = self._nearest()
            raise IntentNotAvailable(intent, nearest, restrictions[nearest.ref] or PortalRestriction.STATUS)
        raise self._nothing_to_change_error(intent)

    def _nearest(self) -> Subscription:
        """The latest of the subscriptions, one that has not ended before any that has."""
        return max(self.billing.subscriptions, key=lambda s: (not s.ended(self.now), s.snapshot.created_at, s.ref))

    def _nothing_to_change_error(self, intent: Intent) -> DomainError:
        """The refusal for a customer without any subscription."""
        return PlanChangeNotSupported(intent, self.billing.purchases) if self.billing.purchases else NoBillingAccount()

    def _single(self, intent: Intent, candidates: Sequence[Subscription]) -> Subscription:
        home = self._home_provider()
        at_home = [s for s in candidates if s.ref.provider == home]
        choice = at_home or candidates
        if len(choice) > 1:
            raise SubscriptionRequired(intent, candidates, self.intents_of)
        return choice[0]

    def _plan_changes(self, account: Account | None) -> bool:
        return account is not None and account.ref in self._changeable

    def _account_rank(self, account: Account) -> tuple[bool, datetime, float]:
        """One with a live subscription, else the one latest bought with, else the first linked."""
        last_used_at = self.billing.index.last_used_at.get(account.ref, _LONG_AGO)
        return account.ref in self._lively, last_used_at, -account.linked_at.timestamp()
