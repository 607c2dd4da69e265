"""What an answer is, and what a refusal is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from payment_sandbox.records import Document

MEDIA_TYPE = "application/vnd.api+json"
VERSION: Document = {"version": "1.0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`document`: None if nothing is said."""

    status: int = HTTPStatus.OK
    document: Document | None
    headers: Mapping[str, str] = field(default_factory=dict)


class Problem(Exception):
    """`source`: what of the request it is about, e.g. `{"pointer": "/data/attributes/url"}`."""

    def __init__(self, status: HTTPStatus, detail: str, source: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.source = source

    def answer(self) -> Answer:
        source = {"source": dict(self.source)} if self.source is not None else {}
        error = {"detail": self.detail, "status": str(self.status.value), "title": _title(self.status), **source}
        return Answer(status=self.status, document={"jsonapi": VERSION, "errors": [error]})


def invalid(detail: str, pointer: str | None = None) -> Problem:
    """What is asked for cannot be."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, {"pointer": pointer} if pointer is not None else None)


def not_there() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "The related resource does not exist.")


def trouble(status: int) -> Answer:
    """An answer that comes before anything was looked at."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(status=status, document={"message": "Too Many Attempts."})
    return Problem(HTTPStatus(status), "Something went wrong on our side. Please try again.").answer()


def _title(status: HTTPStatus) -> str:
    return "Unauthenticated" if status is HTTPStatus.UNAUTHORIZED else status.phrase
