"""Matches personal data of a customer in stored deliveries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeVar

from application.ports.provider.mentions import Mentions, folded
from application.ports.storage.inbox import Delivery, DeliveryStatus, DeliverySubjects
from domain.billing.assembly import CustomerRecords, resolver_of
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim
from domain.ownership.resolution import OwnershipResolver

_T = TypeVar("_T")
_AFTER_AN_ESCAPE = r"(?<=\\u[0-9a-f]{4})|(?<=\\[bfnrt])"


class Tie(Enum):
    """The relation of a payload to a customer.

    `THEIRS`: it is about something of theirs, or names them by their id. `UNDECIDED`: it may be theirs. `ANOTHERS`: it
    belongs to another customer and holds the same e-mail address or name. `UNOWNED`: it holds their e-mail address or
    name, and who owns what it is about has to be looked up.
    """

    NONE = auto()
    THEIRS = auto()
    UNDECIDED = auto()
    ANOTHERS = auto()
    UNOWNED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataMatcher:
    """`id`: the owner of `owned` today, a stand-in after an erasure. `ids`: all ids that payloads name them by.

    `owned`: objects that the customer owns. `claimed`: objects of any claim that ever named the customer. `email`
    and `name` are folded, and None if they are not known. `words`: all of these as any JSON may spell them.
    """

    id: CustomerId
    ids: frozenset[CustomerId]
    owned: DeliverySubjects
    claimed: DeliverySubjects
    email: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    words: re.Pattern[str] = field(repr=False)

    @staticmethod
    def of(facts: CustomerRecords, *, named: CustomerId | None = None) -> PersonalDataMatcher:
        """`named`: the id they had, if the facts are those of a stand-in."""
        customer = facts.customer
        own = [claim for claim in facts.ownership.claims if claim.customer_id == customer.id]
        claimed = DeliverySubjects(
            accounts=frozenset(claim.account for claim in own if claim.account is not None),
            subjects=frozenset(claim.subject_key for claim in own),
        )
        id_ = named or customer.id
        told = [text for text in (id_, customer.email, customer.name) if text and text.strip()]
        return PersonalDataMatcher(
            id=customer.id,
            ids=frozenset({id_}),
            owned=about(resolver_of(facts), customer.id.__eq__),
            claimed=claimed,
            email=folded(customer.email or "") or None,
            name=folded(customer.name or "") or None,
            words=re.compile("|".join(_in_any_spelling(text) for text in told), re.IGNORECASE),
        )

    def tie(self, delivery: Delivery, mentions: Mentions | None) -> Tie:
        """`mentions`: None if the payload cannot be decoded; then nothing but its text can be searched."""
        if mentions is None:
            return Tie.UNDECIDED if self.words.search(delivery.payload) else Tie.NONE
        if not self.ids.isdisjoint(mentions.customers):
            return Tie.THEIRS
        if self._is_about_theirs(mentions):
            return Tie.UNDECIDED if mentions.customers else Tie.THEIRS
        if self.email not in mentions.emails and self.name not in mentions.names:
            return Tie.NONE
        return Tie.ANOTHERS if mentions.customers else Tie.UNOWNED

    def tie_of_unowned(self, delivery: Delivery, mentions: Mentions, known: OwnershipResolver) -> Tie:
        """Decide on what holds their e-mail address or name. Neither proves anything.

        A name is shared by many people. A delivery that is still to be applied may be all there is to tell whose
        something is, so the address alone does not have it emptied.
        """
        account = delivery.account
        subjects = mentions.subjects | _some(delivery.subject)
        subjects |= {(ObjectKind.ACCOUNT, each) for each in mentions.accounts | _some(account)}
        owners = {owner.customer_id for each in subjects if (owner := known.owner(each, account)) is not None}
        if owners - {self.id}:
            return Tie.ANOTHERS
        applied = delivery.status in (DeliveryStatus.APPLIED, DeliveryStatus.IGNORED)
        return Tie.THEIRS if applied and self.email in mentions.emails else Tie.UNDECIDED

    def _is_about_theirs(self, mentions: Mentions) -> bool:
        if not self.owned.subjects.isdisjoint(mentions.subjects):
            return True
        accounts = not self.owned.accounts.isdisjoint(mentions.accounts)
        return accounts and self.owned.others.isdisjoint(mentions.subjects)


def about(known: OwnershipResolver, is_theirs: Callable[[CustomerId], bool]) -> DeliverySubjects:
    """All that a delivery may be about, to be about something that belongs to one of these customers."""

    def owns(claim: Claim | None) -> bool:
        return claim is not None and is_theirs(claim.customer_id)

    ownership = known.ownership
    accounts = frozenset(account for account in ownership.accounts if owns(ownership.account_owner(account)))
    wholes = {
        whole: owns(ownership.owner(whole.subjects, whole.account)) for whole in set(known.item_by_subject.values())
    }
    owned = {part: wholes[whole] for part, whole in known.item_by_subject.items()}
    for claim in ownership.claims:
        if claim.subject_key not in owned:
            owned[claim.subject_key] = owns(known.owner(claim.subject_key, claim.account))
    owned |= {(ObjectKind.ACCOUNT, account): account in accounts for account in ownership.accounts}
    return DeliverySubjects(
        accounts=accounts,
        subjects=frozenset(subject for subject, theirs in owned.items() if theirs),
        others=frozenset(subject for subject, theirs in owned.items() if not theirs),
    )


def _in_any_spelling(text: str) -> str:
    """Return a pattern of a text in which any character may be escaped, as a word of its own."""
    return rf"(?:(?<!\w)|{_AFTER_AN_ESCAPE}){''.join(_character(character) for character in text)}(?!\w)"


def _character(character: str) -> str:
    units = character.encode("utf-16-be", errors="surrogatepass")
    escaped = "".join(rf"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    written = json.dumps(character, ensure_ascii=False)[1:-1]
    return rf"(?:\\?{re.escape(character)}|{re.escape(written)}|{escaped})"


def _some(value: _T | None) -> frozenset[_T]:
    return frozenset() if value is None else frozenset({value})
