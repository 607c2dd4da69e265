"""The work and the output of `doctor` and `webhooks install`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from application.operations.install_webhooks import PublicUrlMissing
from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.setup import CheckResult, CheckStatus, InstalledEndpoint
from domain.provider import ProviderName
from entrypoints.cli.context import open_use_cases
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.model import Settings

_STATUS = {CheckStatus.FINE: "fine", CheckStatus.PROBLEM: "not_fine", CheckStatus.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """Each finding with whom it is about."""

    findings: Sequence[tuple[str, CheckResult]]

    @property
    def worst(self) -> CheckStatus:
        """Return the worst status of all checks: advice counts as fine, and a problem is worse than unknown."""
        outcomes = {finding.outcome for _, finding in self.findings}
        return next(
            (worse for worse in (CheckStatus.PROBLEM, CheckStatus.UNKNOWN) if worse in outcomes), CheckStatus.FINE
        )

    def as_text(self) -> str:
        lines: list[str] = []
        for subject, finding in self.findings:
            lines.append(f"{finding.outcome:<8} {subject} {finding.check}: {finding.message}")
            if finding.next_step is not None:
                lines.append(f"{'':<8} -> {finding.next_step}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        found = [
            {
                "subject": subject,
                "check": finding.check,
                "outcome": finding.outcome,
                "seen": finding.message,
                "next_step": finding.next_step,
            }
            for subject, finding in self.findings
        ]
        return {"status": _STATUS[self.worst], "findings": found}


@dataclass(frozen=True, slots=True)
class InstalledWebhooks:
    """The result at each provider. A new secret is shown here and nowhere else."""

    done: Mapping[ProviderName, InstalledEndpoint | ProviderRefused | ProviderUnavailable]

    @property
    def is_fine(self) -> bool:
        return all(isinstance(each, InstalledEndpoint) for each in self.done.values())

    def as_text(self) -> str:
        return "\n".join(line for name, each in self.done.items() for line in _lines(name, each))

    def as_json(self) -> dict[str, object]:
        found: list[dict[str, object]] = []
        for name, each in self.done.items():
            if not isinstance(each, InstalledEndpoint):
                found.append({"provider": name, "error": each.reason, "next_step": _after(each)})
                continue
            found.append(
                {
                    "provider": name,
                    "endpoint": each.endpoint,
                    "change": each.change,
                    "secret": each.secret,
                    "next_steps": list(each.next_steps),
                }
            )
        return {"status": "fine" if self.is_fine else "not_fine", "webhooks": found}


def _lines(name: str, done: InstalledEndpoint | ProviderRefused | ProviderUnavailable) -> Sequence[str]:
    if not isinstance(done, InstalledEndpoint):
        return [f"{name}: failed: {done.reason}", f"  -> {_after(done)}"]
    secret = [f"  secret (shown only once): {done.secret}"] if done.secret is not None else []
    return [f"{name}: {done.endpoint} {done.change}", *secret, *(f"  -> {step}" for step in done.next_steps)]


def _after(failure: ProviderRefused | ProviderUnavailable) -> str:
    return failure.next_step if isinstance(failure, ProviderRefused) else "try again in a few minutes"


async def examined(settings: Settings) -> DoctorReport:
    async with open_use_cases(settings) as use_cases:
        return DoctorReport(await use_cases.examine())


async def installed(settings: Settings, *, thin: bool = False) -> InstalledWebhooks:
    """
    Raises:
        InvalidSettings: PUBLIC_URL is missing, or there is no provider to install at.
    """
    async with open_use_cases(settings) as use_cases:
        try:
            done = await use_cases.install_webhooks(thin=thin)
        except PublicUrlMissing:
            reason = "PUBLIC_URL: is required; providers send webhooks to this URL"
            raise InvalidSettings([reason]) from None
    if not done:
        raise InvalidSettings(["no provider is configured; see .env.example"])
    return InstalledWebhooks(done)
