"""Ids, e-mail addresses and names in the payload of a webhook event."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from application.ports.provider.updates import ProviderUpdate
from domain.customer import CustomerId
from domain.ownership.claim import SubjectKey
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """The ids, addresses and names in a payload: decoded values of the provider's fields for them.

    `customers`: ids of the host's customers, plain or out of references, genuine or not. `accounts`: provider accounts.
    `subjects`: the objects it is about. `emails`: what stands in e-mail fields, and every address that is a whole
    string anywhere. `names`: names of people. Both are `folded`.
    """

    customers: frozenset[CustomerId] = frozenset()
    accounts: frozenset[ProviderRef] = frozenset()
    subjects: frozenset[SubjectKey] = frozenset()
    emails: frozenset[str] = field(default=frozenset(), repr=False)
    names: frozenset[str] = field(default=frozenset(), repr=False)

    def under_first_ids(self, aliases: Mapping[ProviderRef, ProviderRef]) -> Mentions:
        """Return the same with the first id of every account that is named by its second one."""
        return replace(self, accounts=self.accounts | {aliases[each] for each in self.accounts & aliases.keys()})


def folded(text: str) -> str:
    """Return a text as it is compared: without regard to case, composed characters and space around it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).strip()


def mentions_of(heard: ProviderUpdate) -> Mentions:
    """Return what an event names whose payload was understood. It keeps no e-mail address and no name."""
    snapshots = {(snapshot.key, getattr(snapshot, "account", None)) for snapshot in heard.snapshots}
    claimed = {(claim.subject_key, claim.account) for claim in heard.claims}
    source = {(heard.source, heard.account)} if heard.source is not None else set()
    told = snapshots | claimed | source
    return Mentions(
        customers=frozenset(claim.customer_id for claim in heard.claims),
        accounts=frozenset(account for _, account in told if account is not None),
        subjects=frozenset(subject for subject, _ in told),
    )
