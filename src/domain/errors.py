"""What the domain refuses. Errors carry facts; the words a person reads are chosen at the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.intent import Intent, Obstacle
    from domain.one_off_purchase import OneOffPurchase
    from domain.provider import ProviderName, Ref
    from domain.subscription import Subscription


class DomainError(Exception):
    """Something the rules forbid."""


class InvalidValue(DomainError, ValueError):
    """A value that cannot exist: `field` names it, `reason` says what would be accepted."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class CustomerNotFound(DomainError):
    """No such customer, or not one that the caller may know of."""


class CustomerErased(DomainError):
    """A customer with that id was erased, and nobody is ever to have it again."""


class SubscriptionNotFound(DomainError):
    """The customer has no such subscription."""


class PurchaseNotFound(DomainError):
    """The customer has no such one-off purchase."""


class AccountNotFound(DomainError):
    """The customer has no such account at the provider."""


class AccountAlreadyLinked(DomainError):
    """Somebody else holds the account by an equal or stronger word."""

    def __init__(self, account: Ref) -> None:
        super().__init__(str(account))
        self.account = account


class AccountUnlinked(DomainError):
    """An operator took the account from this customer for good."""

    def __init__(self, account: Ref) -> None:
        super().__init__(str(account))
        self.account = account


class ProviderNotUsed(DomainError):
    """The customer has neither an account nor a purchase at that provider."""

    def __init__(self, provider: ProviderName) -> None:
        super().__init__(provider)
        self.provider = provider


class PlanChangeNotSupported(DomainError):
    """A one-off purchase has no plan and no payment to come: there is nothing to change or cancel."""

    def __init__(self, intent: Intent, purchases: Sequence[OneOffPurchase]) -> None:
        super().__init__(intent.value)
        self.intent = intent
        self.purchases = tuple(purchases)


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


class IntentNotAvailable(DomainError):
    """The provider's portal cannot do this to this subscription as it stands."""

    def __init__(self, intent: Intent, subscription: Subscription, obstacle: Obstacle) -> None:
        super().__init__(intent.value, obstacle.value)
        self.intent = intent
        self.subscription = subscription
        self.obstacle = obstacle


class NoBillingAccount(DomainError):
    """There is nothing to open: nothing bought and nothing linked."""


class BillingAccountGone(DomainError):
    """The only account that could be opened was deleted at the provider."""


class AccountNotVerified(DomainError):
    """The purchase is credited on an unproven word, so no signed-in door may be opened, and no other is known."""
