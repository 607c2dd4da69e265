"""What somebody has, in the few facts that the Billing page, the API and the provider must agree on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Standing: TypeAlias = Literal["active", "ending", "past_due", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """`plan`: as the host application calls the offer. `day`, in UTC: active, the next renewal; ending or ended, the
    end; past due, the one since which payment is owed. `next_plan`: the one that is planned for that day.
    """

    plan: str
    standing: Standing = "active"
    day: date
    next_plan: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What was paid once, `day` in UTC."""

    offer: str
    day: date


Holding: TypeAlias = Subscribed | Bought
