"""A call of the API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec

from payment_sandbox.lemonsqueezy.api.answering import Problem, invalid
from payment_sandbox.records import Document

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`path`: what follows `/v1/`; `url`: the whole address; `headers`: by their names in small letters."""

    method: str
    path: tuple[str, ...]
    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def data(self, type_: str, id_: str | None = None) -> Document:
        """What a body says of one object of this type and, unless it is a new one, with this id.

        Raises:
            Problem: it is not JSON:API, or about something else.
        """
        data = self._object(self._json(), "data", "")
        self._object(data, "attributes", "/data")
        if data.get("type") != type_:
            raise Problem(HTTPStatus.CONFLICT, f"The member type must be {type_}.", {"pointer": "/data/type"})
        if id_ is not None and data.get("id") != id_:
            raise Problem(HTTPStatus.CONFLICT, f"The member id must be {id_}, as a string.", {"pointer": "/data/id"})
        return data

    def attributes(self, data: Document, struct: type[T]) -> T:
        """Those that were sent, each as it has to be.

        Raises:
            Problem: one of them is not.
        """
        try:
            return msgspec.convert(data.get("attributes", {}), struct, strict=False)
        except msgspec.ValidationError as error:
            told, _, place = str(error).partition(" - at `$")
            path = "".join(f"/{part}" for part in place.rstrip("`").split(".") if part)
            raise invalid(f"{told}.", f"/data/attributes{path}") from None

    def _json(self) -> Any:
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Problem(HTTPStatus.BAD_REQUEST, "The request body is not JSON.") from None
        if not isinstance(document, dict):
            raise Problem(HTTPStatus.BAD_REQUEST, "The request body is not an object.")
        return document

    def _object(self, document: Any, name: str, where: str) -> Document:
        """A part of the body; where there is none, it is made."""
        part: Document = document.setdefault(name, {})
        if not isinstance(part, dict):
            raise Problem(
                HTTPStatus.BAD_REQUEST, f"The member {name} must be an object.", {"pointer": f"{where}/{name}"}
            )
        return part


def related_id(data: Document, name: str) -> str:
    """The id that a body gives for a relationship.

    Raises:
        Problem: it gives none.
    """
    try:
        id_ = data["relationships"][name]["data"]["id"]
    except (KeyError, TypeError):
        raise invalid(f"The {name} field is required.", f"/data/relationships/{name}") from None
    return str(id_)
