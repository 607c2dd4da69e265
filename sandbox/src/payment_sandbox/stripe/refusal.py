"""What Stripe's API says no to."""

from __future__ import annotations

from http import HTTPStatus


class Refusal(Exception):
    """Becomes an answer with `error` (Stripe API, "Errors"). Nothing has been changed.

    `param`: which parameter is to blame, in brackets as it was sent; `code`: Stripe's, e.g. `resource_missing`.
    """

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        status: int = HTTPStatus.BAD_REQUEST,
        type_: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code
        self.status = status
        self.type = type_


def no_such(kind: str, id_: str, *, param: str | None = None) -> Refusal:
    """There is no such object. `param`: which parameter names it; None if the address itself does."""
    said = f"No such {kind.replace('.', ' ').replace('_', ' ')}: '{id_}'"
    status = HTTPStatus.NOT_FOUND if param is None else HTTPStatus.BAD_REQUEST
    return Refusal(said, param=param or "id", code="resource_missing", status=status)
