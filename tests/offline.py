"""Blocks the network for code that must not need it.

The interpreter's own audit events see every Python socket, whichever library opens it. Sockets of the machine itself
(AF_UNIX, with which an event loop wakes itself up) stay allowed.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_NETWORK = frozenset({socket.AF_INET, socket.AF_INET6})
_NAME_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_taken_away = False


class NetworkUsed(Exception):
    """A test that runs in memory requested the network."""


@contextmanager
def offline() -> Iterator[None]:
    """Refuse network sockets and name lookups in every thread for the duration of the block."""
    global _taken_away  # noqa: PLW0603  # an audit hook cannot be removed again, so a switch tells it when to act
    _listen_to_the_interpreter()
    before, _taken_away = _taken_away, True
    try:
        yield
    finally:
        _taken_away = before


@cache
def _listen_to_the_interpreter() -> None:
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if not _taken_away or not event.startswith("socket."):
        return
    if event in _NAME_LOOKUPS or (event == "socket.__new__" and arguments[1] in _NETWORK):
        raise NetworkUsed(f"{event}: a unit test runs on fakes, without a network")
