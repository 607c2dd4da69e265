"""The JSON of what belongs to nobody known yet, for operators."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from domain.mirror.snapshot import ObjectKind


class Trust(StrEnum):
    """The trust in a claim of ownership, from lowest to highest.

    `unsigned`: a buyer could forge it. `signed`: this service signed it, but a buyer carried it. `seller`: only the
    seller can write it. `host`: the host application set it.
    """

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    SELLER = "seller"
    HOST = "host"


class Lost(Struct, frozen=True, kw_only=True):
    """A claim that lost. `owner`: whose it is instead, null if nobody's."""

    customer_id: str
    trust: Trust
    said_at: datetime
    owner: str | None


class Unlinked(Struct, frozen=True, kw_only=True):
    """`kind` is `account`, or what a guest's purchase is known by, or what a lost claim is about.

    `provider_customer_id` is null where there is no account. `lost_claim` is null but for a claim that lost."""

    provider: str
    kind: ObjectKind
    id: str
    provider_customer_id: str | None
    lost_claim: Lost | None


class UnlinkedThings(Struct, frozen=True, kw_only=True):
    """`next_cursor`: where the next page begins, null on the last one. A page may hold fewer than were asked for, even
    none, and not be the last."""

    data: list[Unlinked]
    next_cursor: str | None
