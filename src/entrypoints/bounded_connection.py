"""A client's connection, within bounds: the server's own takes heads of any size, however slowly they come."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class BoundedConnection(HttpToolsProtocol):
    """Whoever connects must show the head of a request, in time and of a sensible size.

    Otherwise a thousand silent connections would keep everybody else out. Bodies have bounds of their own, in the
    application, until the server is told to stop: it waits for answers, and an answer waits for its body.
    """

    head_seconds: ClassVar[float] = 10.0
    """From the first byte of a head, or from connecting, to its end."""
    head_bytes: ClassVar[int] = 64 * 1024
    """At least as much is read before a head is refused, at most one reading of the socket more."""

    last_body_seconds: ClassVar[float] = 3.0
    """For what is missing of a body when the server is told to stop. Half a body was never received: the client sees
    its connection end without an answer, and providers deliver again."""

    _deadline: asyncio.TimerHandle | None = None
    _read: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the server's own
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        if self._deadline is None and self.cycle.response_complete:
            self._expect_head()
        self._read += len(data)
        super().data_received(data)
        if self._deadline is not None and self._read > self.head_bytes and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_headers_complete(self) -> None:
        self._expect_nothing()
        super().on_headers_complete()

    def shutdown(self) -> None:
        super().shutdown()  # what waits for no answer is closed by now
        if not self.transport.is_closing() and self.cycle.more_body:
            self.loop.call_later(self.last_body_seconds, self._give_up_body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        super().connection_lost(exc)

    def _give_up_body(self) -> None:
        if self.cycle.more_body and not self.cycle.response_complete:
            self.transport.close()

    def _expect_head(self) -> None:
        self._read = 0
        self._deadline = self.loop.call_later(self.head_seconds, self.transport.close)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
