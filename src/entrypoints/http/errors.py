"""Errors of the HTTP interface itself, raised before any use case runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from domain.errors import InvalidValue


class Unauthenticated(Exception):
    """No credential, or one that nobody here has given out."""


class Forbidden(Exception):
    """The credential is good, and not for this."""


class InvalidRequest(Exception):
    """The request is not of the form it must have: `field` names what, `message` says what would be accepted."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field)
        self.field = field
        self.message = message


class UnsupportedMediaType(Exception):
    """The body says that it is not JSON."""


class BodyTimeout(Exception):
    """The request body did not arrive in time."""


class ReturnUrlNotAllowed(Exception):
    """The return URL leads somewhere that nobody has allowed; `reason` says what is wrong with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RateLimited(Exception):
    """Too many of the same. `retry_after`: when the next one is let through."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__()
        self.retry_after = retry_after


class PublicUrlRequired(Exception):
    """Under which address browsers reach this service is not said, and cannot safely be told from the request."""


class CrossSiteRequest(Exception):
    """A form was not sent by a page of ours, or not by the visit that it was made for."""


@contextmanager
def reading(path: str = "", *, id_is: str = "id") -> Iterator[None]:
    """Attribute every invalid value found inside to the caller.

    `path`: where in the request it stood; `id_is`: what the request calls a provider's id.
    """
    try:
        yield
    except InvalidValue as error:
        field = id_is if error.field == "id" else error.field
        raise InvalidRequest(f"{path}.{field}" if path else field, error.reason) from None
