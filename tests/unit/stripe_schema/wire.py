"""Requests of the SDK, captured before they are sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import stripe


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request as it would have been sent."""

    method: str
    path: str
    form: str


class _Recorder(stripe.HTTPClient):
    name = "recorder"

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Sent] = []

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, dict[str, str]]:
        path = urlsplit(url)
        self.requests.append(Sent(method=method, path=path.path, form=post_data or path.query))
        return "{}", 200, {}

    def close(self) -> None:
        """Do nothing: no connection is open."""


def sent_by(call: Callable[[stripe.StripeClient], object]) -> Sent:
    """Return the one request that `call` makes with the given client."""
    recorder = _Recorder()
    call(stripe.StripeClient("sk_test_made_up", http_client=recorder))
    (request,) = recorder.requests
    return request
