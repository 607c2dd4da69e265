"""All objects as comparable rows, the same from every source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

Kind = Literal["subscription", "purchase", "account"]
Value: TypeAlias = str | int | bool | datetime | None
Fields: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """`owner` is the host application's customer, empty if unknown, and `id` is the provider's own."""

    provider: str
    kind: Kind
    id: str
    owner: str

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} {self.id} of {self.owner or 'nobody'}"


_DECIMALS = {"JPY": 0, "KRW": 0, "KWD": 3}

Rows: TypeAlias = Mapping[Key, Fields]


def rows(told: Iterable[tuple[Key, Fields]]) -> Rows:
    """Raises: ValueError: a row occurs twice."""
    all_: dict[Key, Fields] = {}
    for key, fields in told:
        if key in all_:
            raise ValueError(f"{key} is told twice")
        all_[key] = fields
    return all_


def nobodys(told: Rows, provider: str) -> Rows:
    """Return the rows of this provider without their owners."""
    return rows((replace(key, owner="") if key.provider == provider else key, fields) for key, fields in told.items())


def money(amount: int, currency: str, exponent: int | None = None) -> str:
    """Return an amount in the currency's minor unit. `exponent` is its number of decimals, or None for that of ISO
    4217.
    """
    decimals = _DECIMALS.get(currency.upper(), 2) if exponent is None else exponent
    return f"{amount} {currency.upper()} with {decimals} decimals"


def content(quantity: int | None, price: str | None, product: str | None, name: str | None, amount: str | None) -> str:
    """Return an item of a subscription or a line of a purchase."""
    return f"{quantity} x {price} of {product} ({name}): {amount}"


def times(count: int, interval: str) -> str:
    return f"{count} {interval}"


def change(plan: str, at: datetime) -> str:
    return f"{plan} at {at:%Y-%m-%d %H:%M:%S}"


def from_seconds(since_1970: int | None) -> datetime | None:
    return None if since_1970 is None else datetime.fromtimestamp(since_1970, UTC)


def to_come(moment: datetime | None, now: datetime) -> datetime | None:
    """Return the moment if it lies ahead, otherwise None."""
    return moment if moment is not None and moment > now else None


def from_text(written: str | None) -> datetime | None:
    """Parse ISO 8601 with a time zone."""
    return None if written is None else datetime.fromisoformat(written).astimezone(UTC)
