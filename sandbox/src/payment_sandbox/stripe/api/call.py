"""One call of the API, and what answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.form import Value
from payment_sandbox.stripe.api.parameters import Given, read

Method: TypeAlias = Literal["GET", "POST", "DELETE"]

_PLACEHOLDER = re.compile(r"\{[a-z]+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`ids`: those that its path names; `sent`: its parameters as they came."""

    account: Account
    ids: Sequence[str]
    sent: dict[str, Value]

    @property
    def id(self) -> str:
        """The first of them."""
        return self.ids[0]

    def read(self, parameters: type[Given]) -> Given:
        """
        Raises:
            Refusal: they are not what the call takes.
        """
        return read(self.sent, parameters)

    def addressed(self, kind: str) -> Document:
        """The object that the path names.

        Raises:
            Refusal: there is none.
        """
        return self.account.get(kind, self.id)


Answering: TypeAlias = Callable[[Call], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`path`: below `/v1/`, with placeholders for ids."""

    method: Method
    path: str
    answer: Answering

    def ids_in(self, path: str) -> Sequence[str] | None:
        """None if this is another path."""
        match = re.fullmatch(_PLACEHOLDER.sub("([^/]+)", self.path), path)
        return None if match is None else match.groups()
