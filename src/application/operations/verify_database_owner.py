"""Use case: before anything is served, is this the right database for these keys?"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.provider import Providers
from application.ports.storage.storage import Storage

_log = logging.getLogger(__name__)


class WrongDatabase(Exception):
    """The database belongs to another mode or another seller: serving from it would mix two worlds."""

    def __init__(self, name: str, *, kept: str, given: str) -> None:
        super().__init__(f"the database belongs to {name} {kept}, but {name} {given} is configured")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyDatabaseOwner:
    """Remembers mode and sellers the first time, compares them ever after; answers whether all could be compared."""

    storage: Storage
    providers: Providers
    mode: str

    async def __call__(self) -> bool:
        """
        Raises:
            WrongDatabase: refuse to serve. Nothing new was remembered.
            StorageUnavailable
        """
        values: dict[str, str] = {"mode": self.mode}
        for name, provider in self.providers.items():
            try:
                values[name] = await provider.fetcher.seller_id()
            except (ProviderUnavailable, ProviderRefused) as error:
                _log.warning("could not verify the owner of an API key", extra={"reason": str(error)})
        async with self.storage.begin() as uow:
            kept = await uow.installation.get_or_set(values)
            for what, given in values.items():
                if kept[what] != given:
                    raise WrongDatabase(what, kept=kept[what], given=given)
            await uow.commit()
        return len(values) == len(self.providers) + 1
