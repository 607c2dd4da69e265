"""Who may call: whoever has a secret key of test mode (Stripe API, "Authentication")."""

from __future__ import annotations

import base64
import binascii
import re
from http import HTTPStatus

from payment_sandbox.records import Records
from payment_sandbox.stripe.refusal import Refusal

REVOKED = "api_key.revoked"
"""The kind of records that name keys which are refused, as `id`."""

_KEY = re.compile(r"(?:sk|rk)_test_[A-Za-z0-9_]+")
_SHOWN = 4


def authenticated(header: str | None, records: Records) -> str:
    """The key. Any of test mode will do, unless it was revoked.

    Raises:
        Refusal
    """
    key = _key(header or "")
    if not key:
        message = (
            "You did not provide an API key. You need to provide your API key in the Authorization header, using "
            "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
        raise Refusal(message, status=HTTPStatus.UNAUTHORIZED)
    masked = f"{key[:8]}****{key[-_SHOWN:]}" if len(key) > 3 * _SHOWN else "****"
    if records.get(REVOKED, key) is not None:
        raise Refusal(f"Expired API Key provided: {masked}", code="api_key_expired", status=HTTPStatus.UNAUTHORIZED)
    if not _KEY.fullmatch(key):
        raise Refusal(f"Invalid API Key provided: {masked}", status=HTTPStatus.UNAUTHORIZED)
    return key


def _key(header: str) -> str:
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return credentials.strip() if scheme.lower() == "bearer" else ""
