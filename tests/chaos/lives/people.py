"""All customers from a seed: who they are, where they buy, and on which days they act."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from application.portal.checkout_reference import CheckoutReferenceSigner
from chaos.lives.buyer import Buyer
from domain.customer import CustomerId

_WHERE = (("stripe",), ("lemonsqueezy",), ("stripe", "lemonsqueezy"))
_NOBODY = 0.1
"""The share of those whom the host application does not know: what they buy is nobody's."""
_DAYS_BETWEEN = 9.0
_CURRENCIES = ("usd", "usd", "usd", "eur")


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """`days` maps each day with actions, counted from the first day of the run, to their number."""

    buyer: Buyer
    days: tuple[tuple[int, int], ...]


def everybody(seed: int, number: int, days: int, references: CheckoutReferenceSigner) -> Iterator[Life]:
    """Return the customers for a seed. Each has their own random generator, so that no lifecycle affects another."""
    for index in range(number):
        chance = random.Random(f"{seed} life {index}")  # noqa: S311  # a life, no secret
        known = chance.random() >= _NOBODY
        id_ = f"user_{index}" if known else ""
        yield Life(
            buyer=Buyer(
                id=id_,
                name=f"Buyer {index}",
                email=f"buyer.{index}@example.com",
                reference=partial(references.sign, CustomerId(id_)) if known else None,
                providers=chance.choice(_WHERE),
                currency=chance.choice(_CURRENCIES),
                chance=chance,
            ),
            days=tuple(_days(chance, days)),
        )


def _days(chance: random.Random, last: int) -> Iterator[tuple[int, int]]:
    """Draw days that start in the first half. On the last day everybody acts a lot, since no later event could hide a
    mistake then.
    """
    day = chance.randrange(max(1, last // 2))
    while day < last - 1:
        yield day, chance.choice((1, 1, 2, 4, 4))
        day += 1 + int(chance.expovariate(1 / _DAYS_BETWEEN))
    yield last - 1, 6
