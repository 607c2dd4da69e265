"""Ids that look like the vendors'."""

from __future__ import annotations

import hashlib
import string
import uuid

from payment_sandbox.records import Records

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_LENGTH = 24


class Ids:
    """Never the same twice, and the same in every run with the same seed."""

    def __init__(self, records: Records, seed: str) -> None:
        self._records = records
        self.seed = seed

    def new(self, prefix: str, length: int = _LENGTH) -> str:
        """A prefix with its underscore (`cus_`), and as many letters and digits after it."""
        number = self._digest(prefix, length)
        letters = []
        for _ in range(length):
            number, letter = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[letter])
        return prefix + "".join(letters)

    def uuid(self) -> str:
        """A UUID of version 4."""
        return str(uuid.UUID(int=self._digest("uuid", 0) % (1 << 128), version=4))

    def _digest(self, prefix: str, length: int) -> int:
        """Six bits a letter, and some more."""
        said = f"{self.seed}:{prefix}:{self._records.number(f'id {prefix}')}".encode()
        return int.from_bytes(hashlib.shake_256(said).digest(16 + length))
