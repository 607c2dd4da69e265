"""Walking through everything that may be nobody's, a stretch at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import InvalidValue
from domain.one_off_purchase import OneOffPurchase
from domain.ownership.claim import Claim
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderRef


class UnlinkedSection(StrEnum):
    """The sections of the list, in their order."""

    ACCOUNTS = "accounts"
    PURCHASES = "purchases"
    CLAIMS = "claims"


_TRUST = re.compile(r"[0-9]{1,3}", re.ASCII)
_PARTS = {UnlinkedSection.ACCOUNTS: 2, UnlinkedSection.PURCHASES: 3, UnlinkedSection.CLAIMS: 6}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class UnlinkedCursor:
    """Behind the row with this key; behind none of the section where the key is empty.

    Raises:
        InvalidValue: no row of the section has a key like that.
    """

    section: UnlinkedSection
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        fits = len(self.key) in (0, _PARTS[self.section])
        if not fits or (self.section is UnlinkedSection.CLAIMS and self.key and not _TRUST.fullmatch(self.key[-1])):
            raise InvalidValue("cursor", "must be the `next_cursor` of an earlier response")


START = UnlinkedCursor(section=UnlinkedSection.ACCOUNTS)


def after_all_of(section: UnlinkedSection) -> UnlinkedCursor | None:
    """The beginning of the next section, None after the last one."""
    sections = list(UnlinkedSection)
    following = sections[sections.index(section) + 1 :]
    return UnlinkedCursor(section=following[0]) if following else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing to be judged, and where it stands: an account, a guest's purchase or a word."""

    at: UnlinkedCursor
    what: ProviderRef | OneOffPurchase | Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePage:
    """Candidates in order, with the claims and facets that decide their owner.

    `ended`: where the walk goes on, None at the end.
    """

    seen: tuple[Candidate, ...]
    belongings: OwnershipResolver
    ended: UnlinkedCursor | None
