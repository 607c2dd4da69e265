"""How a call to the outside fails. Expected absences are values, not failures."""

from __future__ import annotations

from datetime import timedelta

from domain.provider import ProviderName


class ProviderUnavailable(Exception):
    """The provider did not answer, or asked us to come back: try again. `retry_after`: its own wish, if it had one."""

    def __init__(self, provider: ProviderName, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(f"{provider}: {reason}")
        self.provider = provider
        self.reason = reason
        self.retry_after = retry_after


class ProviderRefused(Exception):
    """The provider will not do this however often we ask: an operator must act.

    `reason` says what to fix, without secrets.
    """

    def __init__(self, provider: ProviderName, reason: str) -> None:
        super().__init__(f"{provider}: {reason}")
        self.provider = provider
        self.reason = reason


class InvalidSignature(Exception):
    """A delivery that is not provably the provider's, or not of now."""


class StorageUnavailable(Exception):
    """The database cannot be reached or is not usable."""


class WriteConflict(Exception):
    """Somebody wrote the same thing at the same moment: do it again from the start."""
