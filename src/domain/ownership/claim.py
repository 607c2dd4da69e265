"""Claims that a customer owns an account or a purchase, with their trust."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef

SubjectKey = tuple[ObjectKind, ProviderRef]
"""The object of a claim, with its kind: an order and a subscription may have the same id."""


class Trust(IntEnum):
    """The trust in a claim of ownership, from lowest to highest."""

    UNSIGNED = 1
    """A buyer may have written it: it credits the one thing it came with, and opens no door."""
    SIGNED = 2
    """It is genuine, but a buyer carried it, and may have chosen whose account it arrived in."""
    SELLER = 3
    """Only who holds the seller's keys can have written it."""
    HOST = 4
    """The host application said so to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Says that `subject` belongs to a customer. E-mail addresses never make one.

    `account`: the provider account the subject belongs to or is, None for a guest's purchase. `subject_created_at`:
    the provider's time of the subject; `claimed_at`: when the word was given, which decides only between words about
    one subject.
    """

    customer_id: CustomerId
    trust: Trust
    kind: ObjectKind
    subject: ProviderRef
    account: ProviderRef | None
    subject_created_at: datetime
    claimed_at: datetime

    @property
    def subject_key(self) -> SubjectKey:
        return self.kind, self.subject

    @property
    def links_account(self) -> bool:
        """Whether it may link its account; an unsigned word never does, and a signed one not every account.

        At some providers the account follows the e-mail address that the buyer typed, so who is named and whose account
        it is are two things, unless the seller says both.
        """
        return self.account is not None and self.trust > Trust.UNSIGNED

    @property
    def identity(self) -> tuple[CustomerId, Trust, ObjectKind, ProviderRef, ProviderRef | None]:
        """Identifies a claim. Several objects may state the same claim at several times."""
        return self.customer_id, self.trust, self.kind, self.subject, self.account

    def merged_with(self, other: Claim) -> Claim:
        """The same claim, out of both tellings: not every object that tells it knows since when the subject exists."""
        return replace(
            self,
            subject_created_at=min(self.subject_created_at, other.subject_created_at),
            claimed_at=min(self.claimed_at, other.claimed_at),
        )

    def precedence(self) -> tuple[int, datetime, ProviderRef, datetime, CustomerId]:
        """The least wins: the most trusted, then the earliest by the provider's time, then by id.

        When something was said comes last: who missed the first word of an object must not come to another owner.
        """
        return -self.trust, self.subject_created_at, self.subject, self.claimed_at, self.customer_id


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class AccountUnlink:
    """An operator's word that an account is not this customer's. It stays, also against later claims."""

    account: ProviderRef
    customer_id: CustomerId
