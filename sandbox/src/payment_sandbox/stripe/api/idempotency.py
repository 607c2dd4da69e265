"""The same key, the same answer (Stripe API, "Idempotent requests")."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from payment_sandbox.clock import SandboxClock
from payment_sandbox.records import Document, Records
from payment_sandbox.stripe.refusal import Refusal

_KIND = "idempotent_request"
_LONGEST = 255
_KEPT = timedelta(hours=24)


class IdempotentRequests:
    """The first answers to POST requests that came with a key."""

    def __init__(self, records: Records, clock: SandboxClock) -> None:
        self._records = records
        self._clock = clock

    def answered(self, key: str, method: str, path: str, body: bytes) -> tuple[str, Document] | None:
        """Request id and body of the first answer, if this is not the first request with the key.

        Raises:
            Refusal: the key came with another request before.
        """
        if not 0 < len(key) <= _LONGEST:
            raise Refusal(f"Idempotency-Key must have 1 to {_LONGEST} characters.", type_="idempotency_error")
        kept = self._records.get(_KIND, key)
        if kept is None or kept["at"] <= (self._clock.now() - _KEPT).timestamp():
            return None
        if kept["request"] != _digest(method, path, body):
            message = (
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try "
                f"using a key other than '{key}' if you meant to execute a different request."
            )
            raise Refusal(message, type_="idempotency_error")
        return kept["request_id"], kept["answer"]

    def keep(self, key: str, method: str, path: str, body: bytes, *, request_id: str, answer: Document) -> None:
        """From now on this is the answer."""
        self._records.put(
            _KIND,
            {
                "id": key,
                "at": self._clock.now().timestamp(),
                "request": _digest(method, path, body),
                "request_id": request_id,
                "answer": answer,
            },
        )


def _digest(method: str, path: str, body: bytes) -> str:
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()
