"""Somebody who buys, at one provider or both, with a chance of their own."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias

Do: TypeAlias = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can happen now. `weight`: how likely it is beside the others."""

    name: str
    do: Do
    weight: float = 1.0


class SignsId(Protocol):
    """Makes a signed reference for one customer."""

    def __call__(self, *, at: datetime) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """`id`: the host application's, empty for somebody it does not know. `reference`: that id, signed.

    `currency`: at Stripe, of everything: an account there has only one. `accounts`: at Stripe, where each checkout may
    begin one; at Lemon Squeezy the address is the account. `payments`: at Stripe, of what was bought once.
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
