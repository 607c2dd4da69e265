"""The API over HTTP: what is the same for every call."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar import Request, Response

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api import version
from payment_sandbox.stripe.api.answer import refused, told
from payment_sandbox.stripe.api.authentication import authenticated
from payment_sandbox.stripe.api.call import Call, Method
from payment_sandbox.stripe.api.errors import trouble
from payment_sandbox.stripe.api.expansion import expanded
from payment_sandbox.stripe.api.form import decoded
from payment_sandbox.stripe.api.idempotency import IdempotentRequests
from payment_sandbox.stripe.api.operations import found
from payment_sandbox.stripe.api.rate_limit import RateLimit
from payment_sandbox.stripe.objects.event import API_VERSION
from payment_sandbox.stripe.refusal import Refusal
from payment_sandbox.vendor import VendorContext

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, read. `path`: below `/v1/`; `form`: its body or query."""

    method: Method
    path: str
    form: bytes
    key: str | None
    authorization: str | None
    version: str | None


class Endpoint:
    """Answers one request at a time, each as a whole or not at all."""

    def __init__(self, surroundings: VendorContext) -> None:
        self._surroundings = surroundings
        self._rate_limit = RateLimit(surroundings.clock)
        self._idempotent = IdempotentRequests(surroundings.records, surroundings.clock)

    async def answer(self, request: Request[Any, Any, Any], path: str) -> Response[bytes]:
        """Everything that is awaited is awaited before anything is done."""
        method: Method = request.method  # type: ignore[assignment]  # others are not routed here
        form = await request.body() if method == "POST" else request.scope["query_string"]
        return self._answer(
            Asked(
                method=method,
                path=path,
                form=form,
                key=request.headers.get("idempotency-key") if method == "POST" else None,
                authorization=request.headers.get("authorization"),
                version=request.headers.get("stripe-version"),
            )
        )

    def _answer(self, asked: Asked) -> Response[bytes]:
        headers = {"Request-Id": self._surroundings.ids.new("req_", 14), "Stripe-Version": API_VERSION}
        try:
            authenticated(asked.authorization, self._surroundings.records)
            self._rate_limit.admit()
            version.checked(asked.version)
            if asked.key is None:
                with self._surroundings.records.together():
                    return told(HTTPStatus.OK, self._done(asked, headers["Request-Id"]), headers)
            return self._once(asked, asked.key, headers)
        except Refusal as refusal:
            return refused(refusal, headers)
        except Exception:
            _log.exception("%s /v1/%s failed", asked.method, asked.path)
            return refused(trouble(HTTPStatus.INTERNAL_SERVER_ERROR), headers)

    def _once(self, asked: Asked, key: str, headers: dict[str, str]) -> Response[bytes]:
        """A refusal is not kept: nothing was done, and the same request may succeed later."""
        headers = {**headers, "Idempotency-Key": key}
        with self._surroundings.records.together():
            before = self._idempotent.answered(key, asked.method, asked.path, asked.form)
            if before is not None:
                request_id, answer = before
                replayed = {"Idempotent-Replayed": "true", "Original-Request": request_id}
                return told(HTTPStatus.OK, answer, {**headers, **replayed})
            answer = self._done(asked, headers["Request-Id"])
            self._idempotent.keep(
                key, asked.method, asked.path, asked.form, request_id=headers["Request-Id"], answer=answer
            )
        return told(HTTPStatus.OK, answer, headers)

    def _done(self, asked: Asked, request_id: str) -> Document:
        operation, ids = found(asked.method, asked.path)
        account = Account(self._surroundings, {"id": request_id, "idempotency_key": asked.key})
        sent = decoded(asked.form)
        call = Call(account=account, ids=ids, sent=sent)
        return expanded(account, operation.answer(call), sent.get("expand"))
