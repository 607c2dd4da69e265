"""Writing again when somebody else was first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from application.ports.errors import WriteConflict

T = TypeVar("T")

_TRIES = 5


async def retry_on_conflict(write: Callable[[], Awaitable[T]]) -> T:
    """Does `write`, each time in a unit of work of its own, as long as somebody else gets in first.

    Raises:
        WriteConflict: it did not get through.
    """
    for _ in range(_TRIES - 1):
        try:
            return await write()
        except WriteConflict:
            continue
    return await write()
