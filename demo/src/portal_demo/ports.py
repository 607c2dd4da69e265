"""Where on this machine the demo listens."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

LOOPBACK = "127.0.0.1"
FRIENDLY = (8400, 8401, 8402)
_ANY = 0


class PortTaken(Exception):
    """Something else listens at a port that was the demo's before."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


def url(port: int) -> str:
    """Without a slash at the end."""
    return f"http://{LOOPBACK}:{port}"


@contextmanager
def listening(before: Sequence[int] | None, friendly: Sequence[int] = FRIENDLY) -> Iterator[list[socket.socket]]:
    """Sockets that listen: at the ports of before, or for the first time at friendly ones, or any where one is taken.

    The sandbox's objects hold addresses, so what once had a port keeps it.

    Raises:
        PortTaken: one of before.
    """
    with ExitStack() as opened:
        if before is not None:
            yield [opened.enter_context(_at(port)) for port in before]
        else:
            yield [opened.enter_context(_at_or_near(port)) for port in friendly]


def _at(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError:
        raise PortTaken(port) from None


def _at_or_near(port: int) -> socket.socket:
    try:
        return _at(port)
    except PortTaken:
        return _at(_ANY)
