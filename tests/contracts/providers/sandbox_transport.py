"""A transport into the sandbox whose requests and responses a test can intercept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

import httpx

from contracts.providers.under_test import Answer
from payment_sandbox.app import create_app
from payment_sandbox.sandbox import Sandbox


class SandboxTransport(httpx.AsyncBaseTransport):
    """`on_call` receives each request, `misbehaviour` responds in place of the sandbox, and `headers` override
    others.

    `paths` lists those of all requests so far.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.on_call: Callable[[], None] = lambda: None
        self.misbehaviour: Answer | None = None
        self.headers: dict[str, str] = {}
        self.paths: list[str] = []

    @cached_property
    def _inside(self) -> httpx.ASGITransport:
        """Made for the first request: making it takes longer than most tests."""
        return httpx.ASGITransport(cast(Any, create_app(self._sandbox)))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.on_call()
        self.paths.append(request.url.path)
        request.headers.update(self.headers)
        if self.misbehaviour is not None:
            return self.misbehaviour(request)
        return await self._inside.handle_async_request(request)
