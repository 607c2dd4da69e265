"""Use case: is everything set up, here and at the providers?"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from application.operations.webhook_url import webhook_url
from application.ports.errors import ProviderRefused, ProviderUnavailable, StorageUnavailable
from application.ports.job_runner import JobRunner
from application.ports.operations.clock import Clock
from application.ports.operations.public_endpoint import PublicEndpoint
from application.ports.provider.provider import Provider, Providers
from application.ports.provider.setup import CheckResult, CheckStatus, advice, fine, problem, unknown
from application.ports.storage.storage import Storage

MAX_CLOCK_SKEW = timedelta(seconds=60)
"""Signatures are refused when they are five minutes off; a clock should be put right long before."""

_NO_ADDRESS = "set PUBLIC_URL to the public https URL of this service"
_OK, _BAD_REQUEST = 200, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDoctor:
    """Changes nothing. Each finding that is not fine says what to do next; `subject` is whom it is about."""

    storage: Storage
    engine: JobRunner
    providers: Providers
    own_address: PublicEndpoint
    clock: Clock
    mode: str
    public_url: str | None

    async def __call__(self) -> list[tuple[str, CheckResult]]:
        found = [("service", await self._database()), ("service", await self._of_mode())]
        if self.public_url is None:
            found.append(("service", problem("public_url", "PUBLIC_URL is not set", _NO_ADDRESS)))
        if not self.providers:
            step = "set the API key of a provider; see .env.example"
            found.append(("service", problem("providers", "no provider is configured", step)))
        for name, provider in self.providers.items():
            found += [(str(name), finding) async for finding in self._provider(provider)]
        return found

    async def _database(self) -> CheckResult:
        try:
            await self.storage.check()
            await self.engine.check()
        except StorageUnavailable as error:
            return problem("database", str(error) or "the database is unavailable", error.next_step)
        return fine("database", "reachable, and its schema is up to date")

    async def _of_mode(self) -> CheckResult:
        return await self._belongs("mode", "mode", self.mode, repair="set MODE={}")

    async def _belongs(self, check: str, name: str, given: str, *, repair: str) -> CheckResult:
        """Compare without storing anything. `repair`: the setting to change so that `given` matches the database."""
        try:
            async with self.storage.begin() as uow:
                kept = (await uow.installation.get_or_set({name: given}))[name]
        except StorageUnavailable:
            return unknown(check, f"{given}; the database could not be checked", "fix the database first")
        if kept == given:
            return fine(check, given)
        step = f"{repair.format(kept)}, or use another DATABASE_URL: a database belongs to one mode and one seller"
        return problem(check, f"{given} is configured, but the database belongs to {kept}", step)

    async def _provider(self, provider: Provider) -> AsyncIterator[CheckResult]:
        accepted = await _asked("api_key", lambda: self._seller(provider))
        for finding in accepted:
            yield finding
        for finding in await _asked("api_key_mode", provider.setup.mode):
            yield finding
        for finding in await _asked("clock", lambda: self._clock(provider)):
            yield finding
        for finding in await _asked("portal", provider.setup.portal):
            yield finding
        if accepted[0].outcome is CheckStatus.FINE:
            yield await _login_page(provider)
        if self.public_url is None:
            yield unknown("webhook_endpoint", "the webhook URL is not known", _NO_ADDRESS)
            return
        address = webhook_url(self.public_url, provider.name)
        for finding in await _asked("webhook_endpoint", lambda: provider.setup.webhooks(address)):
            yield finding
        for finding in await self._deliveries(provider, address):
            yield finding

    async def _seller(self, provider: Provider) -> Sequence[CheckResult]:
        seller = await provider.fetcher.seller_id()
        accepted = fine("api_key", "accepted by the provider")
        return accepted, await self._belongs("account", provider.name, seller, repair="configure an API key of {}")

    async def _clock(self, provider: Provider) -> Sequence[CheckResult]:
        ours = self.clock.now()
        skew = abs(await provider.setup.time() - ours)
        seen = f"{skew // timedelta(seconds=1)} seconds off from the provider's clock"
        if skew <= MAX_CLOCK_SKEW:
            return (fine("clock", seen),)
        return (
            problem(
                "clock", seen, "synchronize this machine's clock with NTP: signatures that look too old are rejected"
            ),
        )

    async def _deliveries(self, provider: Provider, address: str) -> Sequence[CheckResult]:
        probes = provider.setup.probes(self.clock.now())
        found: list[CheckResult] = []
        for position, probe in enumerate(probes, start=1):
            status = await self.own_address.deliver(address, probe.headers, probe.body)
            if status is None:
                step = "start `customer-portal serve` and check PUBLIC_URL, DNS, TLS and the proxy"
                return (problem("webhook_secret", f"no response from {address}", step),)
            found.append(_of_signed(status, address, f"webhook secret {position} of {len(probes)}"))
        unsigned = await self.own_address.deliver(address, {}, probes[0].body)
        return *found, _of_unsigned(unsigned, address)


async def _login_page(provider: Provider) -> CheckResult:
    """Its address is not told: it is the seller's to publish."""
    if await provider.portal.login_page() is not None:
        return fine("login_page", "customers who cannot be signed in are sent to the provider's login page")
    step = "turn it on in the provider's portal settings, or set its URL; see docs/providers.md"
    return advice("login_page", "no login page is known for customers who cannot be signed in", step)


def _of_signed(status: int, address: str, which: str) -> CheckResult:
    if status == _OK:
        return fine("webhook_secret", f"an event signed with {which} is accepted")
    if status == _BAD_REQUEST:
        step = "restart the service with these webhook secrets, and check its clock"
        return problem("webhook_secret", f"the running service rejects events signed with {which}", step)
    step = "check that PUBLIC_URL leads to this service, that this provider is configured there, and its log"
    return problem("webhook_secret", f"{address} responds with HTTP {status}", step)


def _of_unsigned(status: int | None, address: str) -> CheckResult:
    if status == _BAD_REQUEST:
        return fine("webhook_forgery", "an unsigned event is rejected")
    step = f"make sure that POST {address} reaches this service unchanged; it responds with 400 to unsigned events"
    seen = "no response" if status is None else f"HTTP {status}"
    return problem("webhook_forgery", f"an unsigned event gets {seen} instead of HTTP 400", step)


async def _asked(check: str, ask: Callable[[], Awaitable[Sequence[CheckResult]]]) -> Sequence[CheckResult]:
    try:
        return await ask()
    except ProviderRefused as error:
        return (problem(check, f"refused by the provider: {error.reason}", error.next_step),)
    except ProviderUnavailable as error:
        return (unknown(check, f"the provider is unavailable: {error.reason}", "try again in a few minutes"),)
