"""Many concurrent clients on persistent connections, as simple as possible because they share the machine with the
service.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`milliseconds` holds the duration of each response, in ascending order."""

    seconds: float
    milliseconds: Sequence[float]

    @property
    def a_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    def percentile(self, percent: float) -> float:
        """Return the duration that this percentage of responses did not exceed, or 0 without responses."""
        last = len(self.milliseconds) - 1
        return self.milliseconds[round(last * percent / 100)] if last >= 0 else 0.0


class UnexpectedAnswer(Exception):
    """The request under test failed."""


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    told = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


async def load(port: int, requests: Iterator[bytes], *, clients: int, seconds: float) -> Load:
    """Send requests until the time is over or none is left.

    Raises: UnexpectedAnswer: for any status other than 200.
    """
    took: list[float] = []
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(_client(port, requests, took, begun + seconds))
    return Load(seconds=time.perf_counter() - begun, milliseconds=sorted(took))


async def _client(port: int, requests: Iterator[bytes], took: list[float], end: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for sent in requests:
            begun = time.perf_counter()
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            answered = time.perf_counter()
            if not head.startswith(b"HTTP/1.1 200"):
                raise UnexpectedAnswer(head.partition(b"\r\n")[0].decode())
            took.append((answered - begun) * 1000)
            if answered > end:
                return
    finally:
        writer.close()
        await writer.wait_closed()


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
