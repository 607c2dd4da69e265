from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from portal_demo.ports import LOOPBACK, PortTaken, listening


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((LOOPBACK, 0)) as other:
        yield other.getsockname()[1]


def test_occupied_default_port_is_replaced(taken: int) -> None:
    with listening(None, friendly=(taken, 0, 0)) as sockets:
        ports = [each.getsockname()[1] for each in sockets]
    assert taken not in ports
    assert len(set(ports)) == 3


def test_previous_ports_are_used_again(taken: int) -> None:
    with listening(None, friendly=(0, 0, 0)) as sockets:
        before = [each.getsockname()[1] for each in sockets]
    with listening(before, friendly=(taken,)) as sockets:
        assert [each.getsockname()[1] for each in sockets] == before


def test_occupied_previous_port_is_named(taken: int) -> None:
    with pytest.raises(PortTaken) as refused, listening([taken]):
        pass
    assert refused.value.port == taken
