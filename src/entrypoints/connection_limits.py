"""A client's connection within bounds. The server's own protocol has almost none (docs/adr/0012)."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle


class OutOfBounds(Exception):
    """Raised in a callback of the parser, it stops the parser in the middle of what was read."""


class BoundedConnection(HttpToolsProtocol):
    """Limits what a client can make the server wait for or hold in memory.

    A client must send the head of a request in time, read responses in time, and may neither send heads, trailers or
    unwanted bodies of any size nor queue any number of requests. The application limits the bodies that it reads,
    except when the server stops: it waits for responses, and a response waits for its request's body.
    """

    head_seconds: ClassVar[float] = 10.0
    """From connecting, or from the first byte of a head, to the end of the head."""
    head_bytes: ClassVar[int] = 64 * 1024
    """For a head, and again for the trailers of a body. What is not parsed yet counts after each read of the socket."""
    head_fields: ClassVar[int] = 100
    """Each field is an object of its own: without this limit 64 KiB of short fields would hold 1 MiB of memory."""
    queued_requests: ClassVar[int] = 8
    """Requests that wait for the response to an earlier one on the same connection."""
    queued_body_bytes: ClassVar[int] = 64 * 1024
    """Of the body of a request that waits."""
    unread_body_bytes: ClassVar[int] = 1024 * 1024
    """Of a body that is still arriving after its request was answered. It is read and dropped, so that the client
    sees the response: closing at once could discard it."""
    read_seconds: ClassVar[float] = 30.0
    """For reading what was sent: for making room when the buffer is full, and for the rest after a response."""
    send_buffer_bytes: ClassVar[int] = 128 * 1024
    """Kept by the system for each connection. Its own limit is some megabytes."""
    last_body_seconds: ClassVar[float] = 3.0
    """For the rest of a body after the server was told to stop. An incomplete body was never received: the client sees
    the connection end without a response, and providers deliver again."""

    _head_deadline: asyncio.TimerHandle | None = None
    _read_deadline: asyncio.TimerHandle | None = None
    _running: RequestResponseCycle | None = None
    _in_head: bool = False
    _raw: int = 0
    """Bytes received since the end of a head or a piece of a body."""
    _fields: int = 0
    _field_bytes: int = 0
    _unread_body: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the server's own
        super().connection_made(transport)
        connected: socket.socket = transport.get_extra_info("socket")
        with suppress(OSError):  # some systems refuse it once the client has reset the connection
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self.send_buffer_bytes)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        self._raw += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._raw > self.head_bytes:
            self.send_400_response("The request headers are too large.")
        elif self._head_deadline is None and (self._in_head or self.cycle.response_complete):
            self._expect_head()

    def send_400_response(self, msg: str) -> None:
        """Close without a response where the client would take it for the response to another request."""
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and cycle.more_body:
            current = cycle is self._running and not cycle.response_started
        else:
            current = cycle is None or cycle.response_complete
        if current:
            super().send_400_response(msg)
        else:
            self.transport.close()

    # Callbacks of the parser

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True
        self._fields = self._field_bytes = 0

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Trailers come here too. They are not headers (RFC 9110, section 6.5.1) and are dropped."""
        self._fields += 1
        self._count(len(name) + len(value))
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._expect_no_head()
        if len(self.pipeline) >= self.queued_requests:
            raise OutOfBounds
        self._in_head = False
        self._raw = self._fields = self._field_bytes = self._unread_body = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._raw = 0
        if self.cycle.response_complete:
            self._unread_body += len(body)
        super().on_body(body)
        waiting = len(self.cycle.body) if self.pipeline else 0
        if self._unread_body > self.unread_body_bytes or waiting > self.queued_body_bytes:
            raise OutOfBounds

    def _count(self, size: int) -> None:
        self._field_bytes += size
        if self._field_bytes > self.head_bytes or self._fields > self.head_fields:
            raise OutOfBounds

    # Responses

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Reading goes on: the head that waited in the socket has all its time."""
        super().on_response_complete()
        if self._head_deadline is not None and not self.transport.is_closing():
            self._expect_head()
        self._expect_reading()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._expect_reading()

    # Ends

    def shutdown(self) -> None:
        super().shutdown()  # what waits for no answer is closed by now
        if not self.transport.is_closing() and self.cycle.more_body:
            self.loop.call_later(self.last_body_seconds, self._give_up_body)

    def connection_lost(self, exc: Exception | None) -> None:
        """The server's own marks the newest request only. A response to an earlier one would be written to a closed
        transport, which is an error in the log."""
        for cycle in (self._running, *(queued for queued, _ in self.pipeline)):
            if cycle is not None and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()
        self._expect_no_head()
        self._expect_no_reading()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def _give_up_body(self) -> None:
        if self.cycle.more_body and not self.cycle.response_complete:
            self.transport.close()

    def _expect_head(self) -> None:
        self._expect_no_head()
        self._head_deadline = self.loop.call_later(self.head_seconds, self._give_up_head)

    def _expect_no_head(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def _give_up_head(self) -> None:
        """A client whose head waits in the socket, because other requests of its own are queued, is not late."""
        if self.flow.read_paused:
            self._expect_head()
        else:
            self.transport.close()

    def _expect_reading(self) -> None:
        self._expect_no_reading()
        if self.transport.get_write_buffer_size():
            self._read_deadline = self.loop.call_later(self.read_seconds, self._give_up_reader)

    def _expect_no_reading(self) -> None:
        if self._read_deadline is not None:
            self._read_deadline.cancel()
            self._read_deadline = None

    def _give_up_reader(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()
