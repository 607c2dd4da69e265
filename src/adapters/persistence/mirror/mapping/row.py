"""Parts that all mappings share: rows, references, amounts and timestamps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from domain.mirror.merge import MirrorRecord, S
from domain.mirror.timestamp import ProviderTimestamp
from domain.money import Money
from domain.provider import ProviderName, ProviderRef

Row = Mapping[Any, Any]


def ref_of(row: Row, column: str = "id") -> ProviderRef:
    return ProviderRef(provider=_provider(row["provider"]), id=row[column])


@lru_cache(maxsize=100)
def _provider(name: str) -> ProviderName:
    """Return a cached name: there are few providers, and each row names one several times."""
    return ProviderName(name)


def optional_ref_of(row: Row, column: str) -> ProviderRef | None:
    """None where the column is null or empty."""
    return ref_of(row, column) if row[column] else None


def sibling_id(ref: ProviderRef, other: ProviderRef | None) -> str | None:
    """The id of what is kept beside `ref` without a provider of its own.

    Raises:
        ValueError: it is at another provider, which no object can refer to.
    """
    if other is not None and other.provider != ref.provider:
        raise ValueError(f"{ref} cannot refer to {other}, which is at another provider")
    return other.id if other is not None else None


def money_row(name: str, money: Money | None) -> dict[str, Any]:
    return {
        f"{name}_amount": money.amount if money else None,
        f"{name}_currency": money.currency if money else None,
        f"{name}_exponent": money.exponent if money else None,
    }


def money_of(row: Row, name: str) -> Money:
    return Money(amount=row[f"{name}_amount"], currency=row[f"{name}_currency"], exponent=row[f"{name}_exponent"])


def optional_money_of(row: Row, name: str) -> Money | None:
    return money_of(row, name) if row[f"{name}_amount"] is not None else None


def heard_row(mirrored: MirrorRecord[S]) -> dict[str, Any]:
    snapshot = mirrored.snapshot
    return {
        "provider": snapshot.ref.provider,
        "id": snapshot.ref.id,
        "as_of": snapshot.timestamp.as_of,
        "fetched_at": snapshot.timestamp.fetched_at,
        "contested_at": mirrored.contested_at,
        "counted": mirrored.ever_counted,
        "version": mirrored.version,
    }


def stamp_of(row: Row) -> ProviderTimestamp:
    return ProviderTimestamp(as_of=row["as_of"], fetched_at=row["fetched_at"])


def heard_of(row: Row, snapshot: S) -> MirrorRecord[S]:
    return MirrorRecord(
        snapshot=snapshot, contested_at=row["contested_at"], ever_counted=row["counted"], version=row["version"]
    )
