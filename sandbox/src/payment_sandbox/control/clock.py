"""Looking at the clock, and moving it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler

from payment_sandbox.sandbox import Sandbox

_FIVE_YEARS = 5 * 366 * 86_400


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far the clock is moved forward."""

    seconds: Annotated[float, msgspec.Meta(ge=0, le=_FIVE_YEARS)]


class Time(msgspec.Struct, frozen=True):
    """What the clock shows, and how far it is ahead of the machine's."""

    now: datetime
    seconds_ahead: float


def routes(sandbox: Sandbox) -> Sequence[ControllerRouterHandler]:
    """`GET /clock`, `POST /clock/move`."""

    @get("/clock")
    async def show() -> Time:
        return Time(now=sandbox.clock.now(), seconds_ahead=sandbox.clock.ahead.total_seconds())

    @post("/clock/move", status_code=HTTPStatus.OK)
    async def move(data: JSONBody[Move]) -> Time:
        now = sandbox.move(timedelta(seconds=data.seconds))
        return Time(now=now, seconds_ahead=sandbox.clock.ahead.total_seconds())

    return [show, move]
