"""A customer id that a buyer can carry through a checkout and not forge."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from domain.customer import CustomerId
from domain.errors import InvalidValue
from domain.ownership.claim import Trust

LINKS_FOR = timedelta(hours=24)
_TAG_LENGTH = 32
_REFERENCE = re.compile(rf"([A-Za-z0-9_-]+)-([0-9a-f]{{8}})-([0-9a-f]{{{_TAG_LENGTH}}})")
_FIRST_FORMAT = re.compile(rf"(.+)\.([0-9a-f]{{{_TAG_LENGTH}}})")


class ReferencesNotConfigured(Exception):
    """Raised if no secret to sign references is configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutReferenceSigner:
    """Makes and reads signed references.

    A reference has three parts, separated by dashes: the customer id in base64url without padding, the time it was
    made (Unix seconds, eight hex digits) and the first half of an HMAC-SHA256 over both in hex. It consists of letters,
    digits, `-` and `_`, because payment links drop everything else. References of the first format, `user_42.<tag>`,
    are read but no longer made.

    `key`: under which name checkouts carry it. `links_for`: how long after a reference was made it counts as signed.
    A customer can be handed a genuine checkout link that carries somebody else's reference, and such a link would work
    for ever: what is bought later, or with a reference that does not tell its age, is credited and nothing more.
    """

    key: str
    links_for: timedelta = LINKS_FOR
    secret: str | None = field(default=None, repr=False)

    def sign(self, customer_id: CustomerId, *, at: datetime) -> str:
        """
        Raises:
            ReferencesNotConfigured
        """
        if not self.secret:
            raise ReferencesNotConfigured
        time = f"{int(at.timestamp()):08x}"
        return f"{_encoded(customer_id)}-{time}-{_tag(_signed_text(customer_id, time), self.secret)}"

    def verify(self, text: object, *, unsigned: Trust, bought_at: datetime) -> tuple[CustomerId, Trust] | None:
        """Return the customer and the trust of a value: signed if it is and is recent enough, else `unsigned`.

        None if it names nobody, as a reference that was tampered with or signed with another secret. Everything that a
        reference could be is one: an id that ends in a dot and 32 hex digits is taken for one of the first format.

        `bought_at`: when that was bought which the value came with, by the provider's clock. Nothing else decides on
        the age, so what is heard late, twice or after a change of the order comes to the same.
        """
        if not isinstance(text, str) or not text.isascii():
            return None
        if self.secret:
            parts = _parts(text)
            if parts is not None:
                if not hmac.compare_digest(parts.tag, _tag(parts.signed_text, self.secret)):
                    return None
                is_young = parts.made_at is not None and bought_at - parts.made_at <= self.links_for
                return parts.customer_id, max(Trust.SIGNED, unsigned) if is_young else unsigned
        plain_id = _customer_id(text)
        return (plain_id, unsigned) if plain_id is not None else None

    def ids_in(self, value: object) -> frozenset[CustomerId]:
        """Return every customer that a value may name. Without a secret there are no references, only plain ids."""
        if not isinstance(value, str):
            return frozenset()
        plain = _customer_id(value)
        return ids_named_by(value) if self.secret else frozenset({plain} if plain is not None else ())


def ids_named_by(text: str) -> frozenset[CustomerId]:
    """Return every customer that a value may name, as a plain id or in a reference, without checking its signature."""
    parts = _parts(text)
    named = {_customer_id(text), parts.customer_id if parts is not None else None}
    return frozenset(customer_id for customer_id in named if customer_id is not None)


class _Parts(NamedTuple):
    """The parts of a reference. `made_at` is None in the first format."""

    customer_id: CustomerId
    made_at: datetime | None
    signed_text: str
    tag: str


def _parts(text: str) -> _Parts | None:
    """None if the value does not have the form of a reference."""
    if match := _REFERENCE.fullmatch(text):
        head, time, tag = match.groups()
        customer_id = _decoded(head)
        if customer_id is not None:
            made_at = datetime.fromtimestamp(int(time, 16), UTC)
            return _Parts(customer_id, made_at, _signed_text(customer_id, time), tag)
    if match := _FIRST_FORMAT.fullmatch(text):
        customer_id = _customer_id(match[1])
        if customer_id is not None:
            return _Parts(customer_id, None, customer_id, match[2])
    return None


def _signed_text(customer_id: CustomerId, time: str) -> str:
    """The space keeps the formats apart: no customer id has one, so no tag of the first format fits here."""
    return f"{time} {customer_id}"


def _tag(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:_TAG_LENGTH]


def _encoded(customer_id: CustomerId) -> str:
    return urlsafe_b64encode(customer_id.encode()).decode().rstrip("=")


def _decoded(head: str) -> CustomerId | None:
    """Decode a customer id. Return None for any spelling that `_encoded` does not produce: each id has exactly one."""
    try:
        text = urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    customer_id = _customer_id(text)
    return customer_id if customer_id is not None and _encoded(customer_id) == head else None


def _customer_id(text: str) -> CustomerId | None:
    try:
        return CustomerId(text)
    except InvalidValue:
        return None
