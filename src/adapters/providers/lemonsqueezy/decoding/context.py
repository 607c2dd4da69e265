"""The context that everything decoded from one event or response shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeGuard

from adapters.providers.lemonsqueezy.wire.values import Id
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.updates import FetchRequest
from domain.mirror.snapshot import ObjectKind
from domain.mirror.timestamp import ProviderTimestamp
from domain.ownership.claim import Claim, Trust
from domain.provider import ProviderName, ProviderRef

_FIRST_YEAR, _LAST_YEAR = 1970, 9000
_TOO_LONG = 10**200


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingContext:
    """Holds the provider and the rules for decoding claims.

    `fetched_at`: the time of the request, None for an event. `custom_data`: the checkout's custom data, which only
    events carry; its trust is `unsigned` unless we signed it.
    """

    provider: ProviderName
    references: CheckoutReferenceSigner
    fetched_at: datetime | None = None
    custom_data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    unsigned: Trust = Trust.UNSIGNED

    def stamp(self, *updates: datetime | None) -> ProviderTimestamp:
        """Return the time of the latest update. A change of an item alone does not change the object's own time."""
        return ProviderTimestamp(
            as_of=max(moment(each) for each in updates if each is not None), fetched_at=self.fetched_at
        )

    def ref(self, id_: Id) -> ProviderRef:
        return ProviderRef(provider=self.provider, id=str(id_))

    def ref_of(self, id_: Id | None) -> ProviderRef | None:
        return self.ref(id_) if id_ is not None else None

    def wanted(self, kind: ObjectKind, id_: Id | None) -> tuple[FetchRequest, ...]:
        """Request a single fetch of an object if there is an id."""
        return (FetchRequest(kind=kind, ref=self.ref(id_), once=True),) if id_ is not None else ()

    def claims(
        self,
        *,
        kind: ObjectKind,
        subject: ProviderRef,
        account: ProviderRef | None,
        since: datetime,
        stamp: ProviderTimestamp,
    ) -> tuple[Claim, ...]:
        """Return the claims of the custom data. Anyone can write custom data into the URL of a buy link.

        User ids are JSON strings or integers; an integer is read as its decimal digits. Any other type names nobody.
        """
        word = self.custom_data.get(self.references.key)
        word = str(word) if _is_integer(word) else word
        named = self.references.verify(word, unsigned=self.unsigned, bought_at=since)
        if named is None:
            return ()
        customer_id, trust = named
        said = Claim(
            customer_id=customer_id,
            trust=trust,
            kind=kind,
            subject=subject,
            account=account,
            subject_created_at=since,
            claimed_at=stamp.as_of,
        )
        return (said,)


def _is_integer(word: object) -> TypeGuard[int]:
    """Return whether a value is a JSON integer, unlike True and False. No id exceeds 200 digits or is negative."""
    return isinstance(word, int) and not isinstance(word, bool) and 0 <= word < _TOO_LONG


def moment(told: datetime) -> datetime:
    """Convert a time to UTC.

    Raises:
        ValueError: The time is implausibly far away. Time can be added to any other without exceeding the last date.
    """
    if not _FIRST_YEAR < told.year < _LAST_YEAR:
        raise ValueError("a date is out of range")
    return told.astimezone(UTC)


def moment_of(told: datetime | None) -> datetime | None:
    return moment(told) if told is not None else None
