"""Errors about the ownership of accounts and purchases."""

from __future__ import annotations

from domain.errors import DomainError
from domain.provider import ProviderRef


class PurchaseNotFound(DomainError):
    """The customer has no such one-off purchase."""


class AccountNotFound(DomainError):
    """The customer has no such account at the provider."""


class AccountAlreadyLinked(DomainError):
    """Raised if another customer owns the account by an equally or more trusted claim."""

    def __init__(self, account: ProviderRef) -> None:
        super().__init__(str(account))
        self.account = account


class AccountUnlinked(DomainError):
    """An operator took the account from this customer for good."""

    def __init__(self, account: ProviderRef) -> None:
        super().__init__(str(account))
        self.account = account
