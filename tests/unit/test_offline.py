import asyncio
import socket
import threading

import httpx
import pytest

from offline import NetworkUsed


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_unit_test_cannot_open_a_network_socket(family: socket.AddressFamily, kind: socket.SocketKind) -> None:
    with pytest.raises(NetworkUsed):
        socket.socket(family, kind)


def test_unit_test_cannot_look_up_a_host_name() -> None:
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("localhost", 80)


def test_client_library_cannot_bypass_the_block() -> None:
    with httpx.Client() as client, pytest.raises(NetworkUsed):
        client.get("http://127.0.0.1:9/")


def test_another_thread_cannot_bypass_the_block() -> None:
    caught: list[type[BaseException]] = []

    def connect() -> None:
        try:
            socket.create_connection(("127.0.0.1", 9))
        except NetworkUsed as refusal:
            caught.append(type(refusal))

    thread = threading.Thread(target=connect)
    thread.start()
    thread.join()
    assert caught == [NetworkUsed]


async def test_event_loop_can_still_be_woken_from_another_thread() -> None:
    assert await asyncio.to_thread(lambda: "awake") == "awake"
