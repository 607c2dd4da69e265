"""What came back from a call, and what to say when it is no success."""

from __future__ import annotations

from typing import Any

import httpx


class CallFailed(Exception):
    """An API refused, or was not there. Says whose and what it said, which is made for people."""


class TooManyCalls(CallFailed):
    """The API limits how often this may be called."""


async def json_of(whose: str, request: httpx.Request, client: httpx.AsyncClient) -> Any:
    """The answer to a request; None where it has no body.

    Raises:
        CallFailed
    """
    try:
        answer = await client.send(request)
    except httpx.TransportError as error:
        raise CallFailed(f"{whose} did not respond: {type(error).__name__}") from None
    if answer.is_success:
        return answer.json() if answer.content else None
    failed = TooManyCalls if answer.status_code == httpx.codes.TOO_MANY_REQUESTS else CallFailed
    raise failed(f"{whose} responded with {answer.status_code}: {_reason(answer)}")


def _reason(answer: httpx.Response) -> str:
    """A problem's detail, Stripe's message or Lemon Squeezy's detail."""
    try:
        said = answer.json()
    except ValueError:
        return answer.reason_phrase
    match said:
        case {"detail": str(detail)} | {"error": {"message": str(detail)}} | {"errors": [{"detail": str(detail)}, *_]}:
            return detail
    return answer.reason_phrase
