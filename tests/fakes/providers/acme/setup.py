"""Setup at Acme: a hook, which is only an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from application.ports.errors import ProviderRefused
from application.ports.provider.setup import CheckResult, InstalledEndpoint, InstallResult, Probe, fine, problem
from fakes.providers.acme.client import AcmeApi, NotPossible, NotThere
from fakes.providers.acme.webhooks import signature
from fakes.providers.acme.wire import Hooks

_PROBE = b'{"kind":"doctor.looked","at":"2026-01-01T00:00:00Z","body":{}}'


@dataclass(frozen=True, slots=True, kw_only=True)
class AcmeSetUp:
    api: AcmeApi
    secrets: tuple[str, ...] = field(repr=False)

    async def time(self) -> datetime:
        _, stamp = await self.api.seller()
        return stamp.as_of

    async def mode(self) -> Sequence[CheckResult]:
        """Return no check: Acme has only one mode."""
        return ()

    async def portal(self) -> Sequence[CheckResult]:
        return ()

    async def webhooks(self, address: str) -> Sequence[CheckResult]:
        if address in await self._hooks():
            return (fine("webhook_endpoint", address),)
        return (
            problem(
                "webhook_endpoint",
                f"no webhook endpoint delivers to {address}",
                "run `customer-portal webhooks install`",
            ),
        )

    def probes(self, now: datetime) -> Sequence[Probe]:
        time = str(int(now.timestamp()))
        signs = (signature(secret, "doctor", time, _PROBE).decode() for secret in self.secrets)
        return [Probe(headers={"acme-event": "doctor", "acme-time": time, "acme-sign": s}, body=_PROBE) for s in signs]

    async def install(self, address: str, *, thin: bool = False) -> InstalledEndpoint:
        if address in await self._hooks():
            return InstalledEndpoint(endpoint=address, change=InstallResult.UNCHANGED)
        await self.api.post("/hooks", {"address": address}, Hooks)
        return InstalledEndpoint(endpoint=address, change=InstallResult.CREATED)

    async def _hooks(self) -> list[str]:
        try:
            return (await self.api.get("/hooks", Hooks, urgent=True))[0].hooks
        except (NotThere, NotPossible):
            raise ProviderRefused(self.api.provider, "it knows no hooks") from None
