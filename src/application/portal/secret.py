"""Secrets that are handed out once and recognised by their digest."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """256 random bits, as text that fits an address and a cookie."""
    return secrets.token_urlsafe(_BYTES)


def hash_secret(secret: str) -> str:
    """All that needs to be kept: so long a random text cannot be found from it, and needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
