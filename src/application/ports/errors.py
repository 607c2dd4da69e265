"""Failures of calls to the outside. Expected absences are values, not failures."""

from __future__ import annotations

from datetime import timedelta

from domain.provider import ProviderName

_LOOK_THERE = "look up the request in the provider's dashboard"


class ProviderUnavailable(Exception):
    """The provider did not answer, or asked us to come back: try again. `retry_after`: its own wish, if it had one."""

    def __init__(self, provider: ProviderName, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(f"{provider}: {reason}")
        self.provider = provider
        self.reason = reason
        self.retry_after = retry_after


class Throttled(ProviderUnavailable):
    """We held the call back ourselves: nothing has failed. `retry_after`: when there may be room for it."""

    retry_after: timedelta

    def __init__(self, provider: ProviderName, *, retry_after: timedelta) -> None:
        super().__init__(provider, "throttled to stay within its rate limit", retry_after=retry_after)


class ProviderRefused(Exception):
    """The provider will not do this however often we ask: an operator must act.

    `reason` says what is wrong and `next_step` what to do about it, both without secrets.
    """

    def __init__(self, provider: ProviderName, reason: str, *, next_step: str = _LOOK_THERE) -> None:
        super().__init__(f"{provider}: {reason}; {next_step}")
        self.provider = provider
        self.reason = reason
        self.next_step = next_step


class InvalidSignature(Exception):
    """A delivery that is not provably the provider's, or not of now."""


class StorageUnavailable(Exception):
    """The database cannot be reached or is not usable. `next_step`: what an operator does about it."""

    next_step = "check that DATABASE_URL is correct, the database is running and the user may connect"


class WriteConflict(Exception):
    """Raised if another transaction wrote the same rows at the same time: retry from the start."""
