"""The root of all errors of the domain. Errors carry facts; the adapters and entry points choose the words."""

from __future__ import annotations


class DomainError(Exception):
    """Raised if a domain rule is violated."""


class InvalidValue(DomainError, ValueError):
    """A value that cannot exist: `field` names it, `reason` says what would be accepted."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
