"""One provider object as it was told at one moment."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import total_ordering
from typing import Any, ClassVar, Self

from domain.mirror.timestamp import ProviderTimestamp
from domain.provider import ProviderRef

SortKey = tuple[Any, ...]


class ObjectKind(StrEnum):
    """Names the kind of an object at a provider. Adapters translate it to the provider's own resource.

    A refund is not mirrored: it is fetched for the charge that it belongs to.
    """

    ACCOUNT = "account"
    SUBSCRIPTION = "subscription"
    SCHEDULE = "schedule"
    CHECKOUT = "checkout"
    ORDER = "order"
    INVOICE = "invoice"
    PAYMENT = "payment"
    INVOICE_PAYMENT = "invoice_payment"
    ITEM = "item"
    RELATION = "link"
    ORIGIN = "origin"
    CONTENTS = "contents"
    SUBSCRIPTION_PAYMENT = "subscription_payment"
    CREDIT_NOTE = "credit_note"
    CHARGE = "charge"
    REFUND = "refund"
    DISPUTE = "dispute"
    ARREARS = "arrears"
    """All invoices of a subscription. It is asked about by the subscription's id and has no snapshot of its own."""
    SUBSCRIPTION_INVOICE = "subscription_invoice"
    FIRST_FAILURE = "first_failure"
    PRODUCT = "product"
    PRICE = "price"
    DISCOUNT = "discount"


@total_ordering
@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Ordered by stamp, and where stamps are equal by which mistake does the least harm until the provider answers.

    The order is total, so keeping the greatest of all that was heard is `max`, whatever the order of arrival.
    """

    immutable: ClassVar[bool] = False
    """Whether the object can never change, so that the earliest word of it stands."""

    ref: ProviderRef
    kind: ObjectKind
    timestamp: ProviderTimestamp

    @property
    def fetchable(self) -> bool:
        """Whether a provider can be asked about it: not about what never changes, nor what is no object of its."""
        return not self.immutable and self.kind is not ObjectKind.RELATION

    @property
    def key(self) -> tuple[ObjectKind, ProviderRef]:
        """Identifies a mirrored object. A provider may use one id for objects of several kinds."""
        return self.kind, self.ref

    @property
    def counts_as_purchase(self) -> bool:
        """Whether this alone makes the customer somebody who has done business with the provider."""
        return False

    def tie_break_rank(self) -> SortKey:
        """The first criteria among equal stamps; greater does less harm."""
        return ()

    def comparable_fields(self) -> SortKey:
        """All that is mirrored, in a fixed order, without the stamp."""
        return tuple(_comparable(getattr(self, f.name)) for f in fields(self) if f.name != "timestamp")

    def same_content_as(self, other: Self) -> bool:
        """Whether all that is mirrored is equal; only the stamps may differ."""
        return replace(self, timestamp=other.timestamp) == other

    def __lt__(self, other: Snapshot) -> bool:
        mine, theirs = (self.timestamp, self.tie_break_rank()), (other.timestamp, other.tie_break_rank())
        return mine < theirs if mine != theirs else self.comparable_fields() < other.comparable_fields()


def _comparable(value: Any) -> tuple[Any, ...]:
    """None sorts before anything; nested values compare field by field."""
    if value is None:
        return ()
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(_comparable(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, tuple):
        return tuple(_comparable(part) for part in value)
    return (value,)
