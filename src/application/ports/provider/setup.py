"""Checks and installation of the setup that a provider requires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class CheckStatus(StrEnum):
    """`ADVICE`: it works, and something would make it better. `UNKNOWN`: it could not be looked at."""

    FINE = "fine"
    ADVICE = "advice"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The result of a check and, unless it is fine, the exact next step. Contains no secrets."""

    check: str
    outcome: CheckStatus
    message: str
    next_step: str | None = None


def fine(check: str, seen: str) -> CheckResult:
    return CheckResult(check=check, outcome=CheckStatus.FINE, message=seen)


def advice(check: str, seen: str, next_step: str) -> CheckResult:
    return CheckResult(check=check, outcome=CheckStatus.ADVICE, message=seen, next_step=next_step)


def problem(check: str, seen: str, next_step: str) -> CheckResult:
    return CheckResult(check=check, outcome=CheckStatus.PROBLEM, message=seen, next_step=next_step)


def unknown(check: str, seen: str, next_step: str) -> CheckResult:
    return CheckResult(check=check, outcome=CheckStatus.UNKNOWN, message=seen, next_step=next_step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A delivery of no consequence as the provider would sign it: always the same one, so that it is kept once."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class InstallResult(StrEnum):
    """The change to a webhook endpoint."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledEndpoint:
    """The webhook endpoint there is now.

    `secret`: of one that was created, where the provider made it up; it is told this once. `next_steps`: what is left
    to do by hand.
    """

    endpoint: str
    change: InstallResult
    secret: str | None = field(default=None, repr=False)
    next_steps: Sequence[str] = ()


class ProviderSetup(Protocol):
    """One provider's settings on its own side. All but `probes` raise `ProviderUnavailable` or `ProviderRefused`."""

    async def time(self) -> datetime:
        """Return the provider's current time."""
        ...

    async def mode(self) -> Sequence[CheckResult]:
        """Whether the API key is of the configured mode, where nobody but the provider can tell."""
        ...

    async def portal(self) -> Sequence[CheckResult]:
        """Whether its portal allows what customers are sent there for."""
        ...

    async def webhooks(self, address: str) -> Sequence[CheckResult]:
        """Whether everything that is listened to is delivered to that address."""
        ...

    def probes(self, now: datetime) -> Sequence[Probe]:
        """One for each configured secret, in their order."""
        ...

    async def install(self, address: str, *, thin: bool = False) -> InstalledEndpoint:
        """Has everything that is listened to delivered to that address. Doing it again changes nothing.

        `thin`: in events that only name an object, where the provider offers both kinds.
        """
        ...
