"""The caller of a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from domain.customer import CustomerId, CustomerNotFound
from entrypoints.http.errors import reading


class Role(Enum):
    """The permissions of a credential."""

    HOST = auto()
    """The host application's server: every customer."""
    OPERATOR = auto()
    """A person who runs the service: that, and what only operators see."""
    BROWSER = auto()
    """A browser of the host application: one customer, and little of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`customer_id`: the only customer a browser may know of, None for the others."""

    role: Role
    customer_id: CustomerId | None = None

    def resolve(self, customer_id: str) -> CustomerId:
        """The customer that an address means: a browser may also call its own `me`.

        Raises:
            CustomerNotFound: a browser asks for somebody else, whether they exist or not.
            InvalidRequest
        """
        if self.customer_id is not None:
            if customer_id not in ("me", self.customer_id):
                raise CustomerNotFound
            return self.customer_id
        with reading():
            return CustomerId(customer_id)
