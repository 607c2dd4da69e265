"""How Stripe sends webhooks (Stripe, "Receive Stripe events in your webhook endpoint")."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus


def headers(secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
    """Every attempt is signed anew, with its own time."""
    time = int(at.timestamp())
    signature = hmac.new(secret.encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={time},v1={signature}"}


def accepts(status: int) -> bool:
    """A redirection is a failure."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
