"""Finding the key that a token must be signed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from entrypoints.tokens.signing_key import SigningKey


class KeysUnavailable(Exception):
    """The keys could not be fetched, so nobody can say whether a token is good."""


class Keys(Protocol):
    """All keys that the host may have signed with."""

    @property
    def algorithms(self) -> tuple[str, ...]:
        """List the algorithms that such a key can have, whichever key it is."""
        ...

    async def find(self, key_id: str | None) -> SigningKey | None:
        """By the id that a token names, None if there is no such key.

        Raises:
            KeysUnavailable
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticKey:
    """The key from the settings, whatever id a token gives it."""

    key: SigningKey

    @property
    def algorithms(self) -> tuple[str, ...]:
        return (self.key.algorithm,)

    async def find(self, key_id: str | None) -> SigningKey | None:
        return self.key
