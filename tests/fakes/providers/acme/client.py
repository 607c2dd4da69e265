"""Calls to Acme's API."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypeVar

import httpx
import msgspec

from adapters.http import Response, send
from adapters.throttle import Throttle
from application.ports.errors import ProviderRefused, ProviderUnavailable
from domain.mirror.timestamp import ProviderTimestamp
from domain.provider import ProviderName
from fakes.providers.acme.rate_limit import REST
from fakes.providers.acme.wire import Seller

T = TypeVar("T")


class NotThere(Exception):
    """Acme has no such object."""


class NotPossible(Exception):
    """Acme does not offer this to the buyer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcmeApi:
    provider: ProviderName
    api_key: str = field(repr=False)
    http: httpx.AsyncClient = field(repr=False)
    turns: Throttle

    async def get(self, path: str, struct: type[T], *, urgent: bool = False) -> tuple[T, ProviderTimestamp]:
        if not urgent:
            await self.turns.acquire()
        return self._read(await self._answer("GET", path, None), struct)

    async def seller(self) -> tuple[Seller, ProviderTimestamp]:
        with suppress(NotThere, NotPossible):
            return await self.get("/seller", Seller, urgent=True)
        raise ProviderRefused(self.provider, "it knows no seller", next_step="check the key")

    async def post(self, path: str, sent: dict[str, Any], struct: type[T]) -> T:
        return self._read(await self._answer("POST", path, sent), struct)[0]

    async def _answer(self, method: str, path: str, sent: dict[str, Any] | None) -> Response:
        headers = {"Authorization": f"Bearer {self.api_key}"}
        request = self.http.build_request(method, f"https://api.acme.example{path}", headers=headers, json=sent)
        answer = None
        with suppress(httpx.HTTPError):
            answer = await send(self.http, request)
        if answer is None:
            raise ProviderUnavailable(self.provider, "it does not answer")
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            await self.turns.block(_retry_after(answer) or REST)
        self._check(answer)
        return answer

    def _check(self, answer: Response) -> None:
        of_the_api = answer.headers.get("content-type") == "application/json"
        if answer.status == HTTPStatus.NOT_FOUND and of_the_api:
            raise NotThere
        if answer.status == HTTPStatus.CONFLICT and of_the_api:
            raise NotPossible
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            reason = f"it answers {answer.status}"
            raise ProviderUnavailable(self.provider, reason, retry_after=_retry_after(answer))
        if answer.status >= 300:
            raise ProviderRefused(self.provider, f"it answers {answer.status}; check the key")

    def _read(self, answer: Response, struct: type[T]) -> tuple[T, ProviderTimestamp]:
        try:
            date: datetime = parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
            return msgspec.json.decode(answer.body, type=struct), ProviderTimestamp(as_of=date, fetched_at=date)
        except (msgspec.DecodeError, ValueError, KeyError, RecursionError):
            failure = ProviderUnavailable(self.provider, "the response could not be decoded")
        raise failure


def _retry_after(answer: Response) -> timedelta | None:
    seconds = answer.headers.get("retry-after")
    return timedelta(seconds=int(seconds)) if seconds else None
