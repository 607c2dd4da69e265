"""What is heard of somebody who was erased is applied like anything else, and what was sent is not kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from application.checkout_reference import ids_named_by
from application.heard import Heard
from application.ports.erasures import is_anonymous
from application.ports.inbox import About, DeliveryId
from application.ports.persistence import UnitOfWork
from application.provider_event import ProviderEvent
from domain.account import AccountSnapshot
from domain.claim import Claim, CustomerId
from domain.errors import InvalidValue
from domain.facet import FacetSnapshot
from domain.ownership import Ownership
from domain.provider import Ref
from domain.snapshot import ObjectKind, Snapshot
from domain.subscription import SubscriptionSnapshot

_WORD = re.compile(r'"([^"\\]{1,255})"|(?<![\w.])([0-9]{1,20})(?![\w.])')
_MOST_WORDS = 500
_AT_ONCE = 2_000
"""Databases take a limited number of parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """What is known of the owners of what was heard. `erased`: those of the customers it names."""

    ownership: Ownership
    erased: frozenset[CustomerId] = frozenset()

    def of_erased(self, heard: Iterable[tuple[DeliveryId, Heard]]) -> frozenset[DeliveryId]:
        """Those that name somebody erased, or are about what is a stand-in's. Mostly there is nobody to look for."""
        if not self.erased and not any(is_anonymous(claim.customer_id) for claim in self.ownership.claims):
            return frozenset()
        return frozenset(key for key, reading in heard if self._is_of_erased(reading))

    def _is_of_erased(self, heard: Heard) -> bool:
        if any(claim.customer_id in self.erased for claim in heard.claims):
            return True
        subjects = [(snapshot.key, account_of(snapshot)) for snapshot in heard.snapshots]
        subjects += [((claim.kind, claim.subject), claim.account) for claim in heard.claims]
        owners = (self.ownership.owner([subject], account) for subject, account in subjects)
        return any(owner is not None and is_anonymous(owner.customer_id) for owner in owners)


def account_of(snapshot: Snapshot) -> Ref | None:
    """The account that an object belongs to, or is."""
    if isinstance(snapshot, AccountSnapshot):
        return snapshot.ref
    return snapshot.account if isinstance(snapshot, SubscriptionSnapshot | FacetSnapshot) else None


async def empty_what_came_before(uow: UnitOfWork, claims: Iterable[Claim]) -> None:
    """What was sent about something before a claim told whose it is."""
    said = list(claims)
    accounts = frozenset(claim.account for claim in said if claim.account is not None and claim.links_account)
    subjects = frozenset((claim.kind, claim.subject) for claim in said)
    subjects |= frozenset((ObjectKind.ACCOUNT, account) for account in accounts)
    await uow.inbox.drop_payloads(await uow.inbox.about(About(accounts=accounts, subjects=subjects)))


async def unread_of_erased(uow: UnitOfWork, events: Iterable[ProviderEvent]) -> frozenset[DeliveryId]:
    """Those that name somebody erased, or something of theirs, found by what stands in them: nothing else is known."""
    words = {(event.provider, event.key): _words(event) for event in events}
    if not words or not await uow.erasures.any():
        return frozenset()
    theirs: set[Ref | None] = set()
    named: set[CustomerId] = set()
    everything = sorted({ref for each in words.values() for ref in each})
    for begin in range(0, len(everything), _AT_ONCE):
        some = frozenset(everything[begin : begin + _AT_ONCE])
        ownership = await uow.claims.about(accounts=some, subjects=some)
        anonymous = [claim for claim in ownership.claims if is_anonymous(claim.customer_id)]
        theirs |= {c.account for c in anonymous if c.links_account} | {c.subject for c in anonymous}
        named |= (await uow.erasures.stand_ins(_names(some))).keys()
    return frozenset(
        key for key, each in words.items() if not theirs.isdisjoint(each) or not named.isdisjoint(_names(each))
    )


def _words(event: ProviderEvent) -> frozenset[Ref]:
    found: set[Ref] = set()
    for match in _WORD.finditer(event.payload):
        if len(found) == _MOST_WORDS:
            break
        try:
            found.add(Ref(provider=event.provider, id=match[1] or match[2]))
        except InvalidValue:
            continue
    return frozenset(found)


def _names(words: Set[Ref]) -> Set[CustomerId]:
    return frozenset(name for word in words for name in ids_named_by(word.id))
