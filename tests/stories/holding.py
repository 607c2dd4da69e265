"""A customer's purchases, in the few facts on which the Billing page, the API and the provider must agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Standing: TypeAlias = Literal["active", "ending", "past_due", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """`plan` is the host application's name of the offer. `day`, in UTC, is the next renewal if active, the end if
    ending or ended, and the start of the arrears if past due. `next_plan` is scheduled for that day.
    """

    plan: str
    standing: Standing = "active"
    day: date
    next_plan: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A one-off purchase, with its `day` in UTC."""

    offer: str
    day: date


Holding: TypeAlias = Subscribed | Bought
