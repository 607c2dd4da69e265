"""Accounts that a provider knows under two ids."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Protocol

from domain.provider import ProviderRef


class Aliases(Protocol):
    """An alias is a second id of an account. Everything is kept under the account's first id."""

    async def accounts(self, aliases: Set[ProviderRef]) -> Mapping[ProviderRef, ProviderRef]:
        """The accounts that are known to have these aliases, by alias."""
        ...

    async def add(self, aliases: Mapping[ProviderRef, ProviderRef]) -> None:
        """Remembers aliases, and moves all that is kept under them to their accounts."""
        ...
