"""The API v2 over HTTP: what is the same for every call."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Request, Response

from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.answer import refused, told
from payment_sandbox.stripe.api.authentication import authenticated
from payment_sandbox.stripe.api.errors import trouble, unrecognized
from payment_sandbox.stripe.api.rate_limit import RateLimit
from payment_sandbox.stripe.api.v2.operations import OPERATIONS, Call
from payment_sandbox.stripe.objects.event import API_VERSION
from payment_sandbox.stripe.refusal import Refusal
from payment_sandbox.vendor import VendorContext

_log = logging.getLogger(__name__)


class Endpoint:
    """Answers one request at a time, each as a whole or not at all."""

    def __init__(self, surroundings: VendorContext) -> None:
        self._surroundings = surroundings
        self._rate_limit = RateLimit(surroundings.clock)

    async def answer(self, request: Request[Any, Any, Any], path: str) -> Response[bytes]:
        body = await request.body()
        headers = {"Request-Id": self._surroundings.ids.new("req_", 14), "Stripe-Version": API_VERSION}
        try:
            authenticated(request.headers.get("authorization"), self._surroundings.records)
            self._rate_limit.admit()
            sent = _read(body) if request.method == "POST" else _queried(request.scope["query_string"])
            for operation in OPERATIONS:
                if operation.method == request.method and (ids := operation.ids_in(path)) is not None:
                    with self._surroundings.records.together():
                        call = Call(account=Account(self._surroundings), ids=ids, sent=sent)
                        return told(HTTPStatus.OK, operation.answer(call), headers)
            raise unrecognized(request.method, f"/v2/{path}")
        except Refusal as refusal:
            return refused(refusal, headers)
        except Exception:
            _log.exception("%s /v2/%s failed", request.method, path)
            return refused(trouble(HTTPStatus.INTERNAL_SERVER_ERROR), headers)


def _read(body: bytes) -> dict[str, Any]:
    try:
        sent = msgspec.json.decode(body or b"{}")
    except msgspec.DecodeError:
        raise Refusal("The request is not JSON.") from None
    if not isinstance(sent, dict):
        raise Refusal("The request is not a JSON object.")
    return sent


def _queried(query: bytes) -> dict[str, Any]:
    """Lists are sent as `include[0]=...`."""
    sent: dict[str, Any] = {}
    for name, value in parse_qsl(query.decode(), keep_blank_values=True):
        listed, bracket, _ = name.partition("[")
        if bracket:
            sent.setdefault(listed, []).append(value)
        else:
            sent[name] = value
    return sent
