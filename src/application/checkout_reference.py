"""A customer id that a buyer can carry through a checkout and not forge."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from domain.claim import CustomerId, Trust
from domain.errors import InvalidValue

_TAG_LENGTH = 32
_TAG = re.compile(rf"[0-9a-f]{{{_TAG_LENGTH}}}")


class ReferencesNotConfigured(Exception):
    """There is no secret to sign references with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutReferences:
    """Makes and reads `user_42.<hmac>`: the id, a dot, and the first half of its HMAC-SHA256 in hex.

    `key`: under which name checkouts carry it.
    """

    key: str
    secret: str | None = field(default=None, repr=False)

    def make(self, customer_id: CustomerId) -> str:
        """
        Raises:
            ReferencesNotConfigured
        """
        if not self.secret:
            raise ReferencesNotConfigured
        return f"{customer_id}.{self._tag(customer_id, self.secret)}"

    def read(self, text: object, *, unsigned: Trust) -> tuple[CustomerId, Trust] | None:
        """Whom a value names, and how far it is believed: as signed if it is, else as `unsigned`.

        None if it names nobody, as a reference that was tampered with or signed with another secret.
        """
        if not isinstance(text, str) or not text.isascii():
            return None
        head, dot, tag = text.rpartition(".")
        try:
            if dot and self.secret and hmac.compare_digest(tag.encode(), self._tag(head, self.secret).encode()):
                return CustomerId(head), max(Trust.SIGNED, unsigned)
            if dot and self.secret and _TAG.fullmatch(tag):
                return None
            return CustomerId(text), unsigned
        except InvalidValue:
            return None

    @staticmethod
    def _tag(customer_id: str, secret: str) -> str:
        return hmac.new(secret.encode(), customer_id.encode(), hashlib.sha256).hexdigest()[:_TAG_LENGTH]
