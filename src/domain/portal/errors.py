"""Reasons for which no portal can be opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.errors import DomainError
from domain.intent import Intent, PortalRestriction
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName
from domain.subscription import Subscription


class NoBillingAccount(DomainError):
    """Raised if there is nothing to open, because nothing was bought and nothing is linked."""


class BillingAccountGone(DomainError):
    """The only account that could be opened was deleted at the provider."""


class AccountNotVerified(DomainError):
    """The purchase is credited on an unproven word, so no signed-in door may be opened, and no other is known."""


class ProviderNotUsed(DomainError):
    """The customer has neither an account nor a purchase at that provider."""

    def __init__(self, provider: ProviderName) -> None:
        super().__init__(provider)
        self.provider = provider


class SubscriptionNotFound(DomainError):
    """The customer has no such subscription."""


class SubscriptionRequired(DomainError):
    """Several subscriptions could be meant: the caller has to name one.

    `intents_of`: returns what is available for one of them. There may be many, and only a few of them are shown.
    """

    def __init__(
        self,
        intent: Intent,
        subscriptions: Sequence[Subscription],
        intents_of: Callable[[Subscription], Sequence[Intent]],
    ) -> None:
        super().__init__(intent.value)
        self.intent = intent
        self.subscriptions = tuple(subscriptions)
        self.intents_of = intents_of


class PlanChangeNotSupported(DomainError):
    """A one-off purchase has no plan and no payment to come: there is nothing to change or cancel."""

    def __init__(self, intent: Intent, purchases: Sequence[OneOffPurchase]) -> None:
        super().__init__(intent.value)
        self.intent = intent
        self.purchases = tuple(purchases)


class IntentNotAvailable(DomainError):
    """The provider's portal cannot do this to this subscription as it stands."""

    def __init__(self, intent: Intent, subscription: Subscription, restriction: PortalRestriction) -> None:
        super().__init__(intent.value, restriction.value)
        self.intent = intent
        self.subscription = subscription
        self.restriction = restriction
