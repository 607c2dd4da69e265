"""A request, as handlers see it."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import State

from entrypoints.http.caller import Caller
from entrypoints.http.errors import InvalidRequest


class ApiRequest(Request[None, Caller, State]):
    """`auth` is the caller, wherever a credential is needed."""

    async def json(self) -> Any:
        """
        Raises:
            InvalidRequest: also of nesting so deep that only mischief needs it, and of text that is not UTF-8.
        """
        try:
            return await super().json()
        except RecursionError:
            raise InvalidRequest("body", "is nested too deeply") from None
        except UnicodeDecodeError:
            raise InvalidRequest("body", "must be UTF-8") from None
