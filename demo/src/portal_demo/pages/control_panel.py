"""What no host application has: the providers' clock, their troubles, and a look at what they send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from litestar import post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from litestar.params import URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct, structs

from payment_sandbox.deliveries.outgoing import Delivery
from payment_sandbox.faults import Switches
from payment_sandbox.sandbox import Sandbox
from portal_demo.pages.rendering import lead_to
from portal_demo.time_machine import InvalidTimeJump, TimeMachine

_SOME = 0.5
_STEPS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}
_NOON = time(12, tzinfo=UTC)

TROUBLES: Mapping[str, tuple[str, Switches]] = {
    "duplicated": ("Webhooks arrive twice", Switches(duplicated=_SOME)),
    "delayed": ("Webhooks arrive late", Switches(delayed=_SOME, delay_seconds=8)),
    "shuffled": ("Webhooks arrive out of order", Switches(shuffled=True)),
    "squeezed": ("Everything happens in the same second", Switches(squeezed=True)),
    "dropped": ("Webhooks get lost", Switches(dropped=0.2)),
    "slow": ("The API is slow", Switches(slow=_SOME, slow_seconds=3)),
    "rate_limited": ("The API limits requests", Switches(rate_limited=_SOME)),
    "failing": ("The API returns errors", Switches(failing=_SOME)),
    "away": ("The API is unreachable", Switches(away=True)),
}
"""By the names of the switches: in words, and how far each is turned."""


def _all_of(troubles: Iterable[Switches]) -> Switches:
    """Each is the only one to turn its switch, and what belongs to it."""
    off = Switches()
    turned = {
        name: value
        for trouble in troubles
        for name, value in structs.asdict(trouble).items()
        if value != getattr(off, name)
    }
    return structs.replace(off, **turned)


class Move(Struct, frozen=True):
    """As the form says it: a step, or a date."""

    by: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class ControlPanel:
    """Behind them is the sandbox."""

    sandbox: Sandbox
    time: TimeMachine

    def chaos(self) -> Mapping[str, tuple[str, bool]]:
        """Each trouble in words, and whether it is on, at any of the providers."""
        off, switches = Switches(), [chaos.switches for chaos in self.sandbox.chaos.values()]
        return {
            name: (words, any(getattr(each, name) != getattr(off, name) for each in switches))
            for name, (words, _) in TROUBLES.items()
        }

    def switch(self, on: frozenset[str]) -> None:
        """These troubles at all providers, and no others."""
        switches = _all_of(how for name, (_, how) in TROUBLES.items() if name in on)
        for chaos in self.sandbox.chaos.values():
            chaos.switch(switches)

    def latest_deliveries(self, most: int) -> Sequence[Delivery]:
        return self.sandbox.outbox.latest(most)


@post("/clock")
async def move_clock(data: URLEncodedBody[Move], scenes: NamedDependency[ControlPanel]) -> Redirect:
    now = scenes.time.now()
    try:
        step = _STEPS.get(data.by)
        target = now + step if step else datetime.combine(date.fromisoformat(data.to), _NOON)
        await scenes.time.move_to(target)
    except (ValueError, InvalidTimeJump):
        raise ClientException("The clock only moves forward, to a date within a year.") from None
    return lead_to("/")


@post("/chaos")
async def switch_chaos(data: URLEncodedBody[dict[str, str]], scenes: NamedDependency[ControlPanel]) -> Redirect:
    """A box that is not ticked is not in the form."""
    scenes.switch(frozenset(data) & frozenset(TROUBLES))
    return lead_to("/")
