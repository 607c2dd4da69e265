"""Asking a provider how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """The provider knows no such object. That ends nothing: a key of the wrong mode would end everybody."""


class ObjectFetcher(Protocol):
    """One provider's answers.

    Every call raises `ProviderUnavailable` or `ProviderRefused` when there is no answer.
    """

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        """Fetch the current state of an object. For an account, fetch everything that belongs to it.

        Raises:
            Throttled: nothing was asked, or not all of it.
            StorageUnavailable: nobody can tell whether it may be asked.
        """
        ...

    async def seller_id(self) -> str:
        """The provider's id of the seller whose key this is, the same for ever. Somebody is waiting for it."""
        ...
