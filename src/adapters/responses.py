"""Decoding of provider responses."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from application.ports.errors import ProviderUnavailable
from domain.provider import ProviderName

T = TypeVar("T")


def unexpected_response(provider: ProviderName) -> ProviderUnavailable:
    return ProviderUnavailable(provider, "the response could not be decoded")


def decode_response(provider: ProviderName, body: str | bytes, struct: type[T]) -> T:
    """Decode a response body.

    Raises:
        ProviderUnavailable: The body does not have the expected structure. The error carries no part of the body.
    """
    try:
        return msgspec.json.decode(body, type=struct)
    except (msgspec.DecodeError, ValueError, RecursionError):
        failure = unexpected_response(provider)
    raise failure
