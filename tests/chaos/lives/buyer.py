"""A buyer at one provider or both, with their own random generator."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias

Do: TypeAlias = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that is possible now; `weight` is its relative likelihood."""

    name: str
    do: Do
    weight: float = 1.0


class SignsId(Protocol):
    """Creates a signed reference for one customer."""

    def __call__(self, *, at: datetime) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """`id` is the host application's, empty for an unknown customer, and `reference` is that id, signed.

    `currency` applies to all purchases at Stripe, where an account has only one. `accounts` are those at Stripe,
    where each checkout may create one; at Lemon Squeezy the address identifies the account. `payments` are those of
    one-off purchases at Stripe.
    """

    id: str
    name: str
    email: str
    reference: SignsId | None
    providers: tuple[str, ...]
    chance: random.Random
    currency: str
    accounts: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)

    def likes(self, share: float) -> bool:
        return self.chance.random() < share
