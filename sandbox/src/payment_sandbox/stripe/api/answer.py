"""An answer as it travels."""

from __future__ import annotations

import json
from collections.abc import Mapping

from litestar import MediaType, Response

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.errors import envelope
from payment_sandbox.stripe.refusal import Refusal

_STATUS_OF_RATE_LIMIT = 429


def told(status: int, document: Document, headers: Mapping[str, str]) -> Response[bytes]:
    """An object, or what stands in its place."""
    body = json.dumps(document, indent=2, ensure_ascii=False).encode()
    headers = {**headers, "Cache-Control": "no-cache, no-store"}
    return Response(body, status_code=status, headers=headers, media_type=MediaType.JSON)


def refused(refusal: Refusal, headers: Mapping[str, str]) -> Response[bytes]:
    """Too many requests are not to be repeated at once, whatever the SDK thinks."""
    further = {"Stripe-Should-Retry": "false"} if refusal.status == _STATUS_OF_RATE_LIMIT else {}
    return told(refusal.status, envelope(refusal), {**headers, **further})
