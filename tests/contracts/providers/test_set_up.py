"""Setup of a provider is checked and installed."""

from __future__ import annotations

import pytest

from application.ports.errors import InvalidSignature
from application.ports.provider.event import Ignored
from application.ports.provider.setup import CheckStatus, InstallResult
from contracts.providers.under_test import ProviderUnderTest

ADDRESS = "https://billing.test/webhooks/any"


async def test_missing_webhook_has_installation_as_its_remedy(under_test: ProviderUnderTest) -> None:
    (finding,) = await under_test.provider.setup.webhooks(ADDRESS)
    assert finding.outcome is CheckStatus.PROBLEM
    assert "customer-portal webhooks install" in str(finding.next_step)


async def test_installed_webhook_is_fine_and_not_installed_twice(under_test: ProviderUnderTest) -> None:
    set_up = under_test.provider.setup
    first = await set_up.install(ADDRESS)
    findings = await set_up.webhooks(ADDRESS)
    assert {finding.outcome for finding in findings} == {CheckStatus.FINE}
    again = await set_up.install(ADDRESS)
    assert (first.change, again.endpoint, again.secret) == (InstallResult.CREATED, first.endpoint, None)
    assert again.change is not InstallResult.CREATED
    assert await set_up.webhooks(ADDRESS) == findings
    assert [finding.outcome for finding in await set_up.webhooks(ADDRESS + "/else")] == [CheckStatus.PROBLEM]


async def test_time_is_that_of_the_provider(under_test: ProviderUnderTest) -> None:
    assert await under_test.provider.setup.time() == under_test.now


def test_probe_for_each_secret_is_genuine_and_ignored(under_test: ProviderUnderTest) -> None:
    webhooks, probes = under_test.provider.webhooks, under_test.provider.setup.probes(under_test.now)
    for probe in probes:
        webhooks.verify(probe.headers, probe.body, under_test.now)
        assert isinstance(webhooks.decode(probe.headers, probe.body).decoded, Ignored)
        assert [secret for secret in under_test.secrets if secret in repr(probe)] == []
        with pytest.raises(InvalidSignature):
            webhooks.verify({}, probe.body, under_test.now)
    assert len({tuple(probe.headers.values()) for probe in probes}) == len(probes) == 2


async def test_key_of_the_configured_mode_is_fine(under_test: ProviderUnderTest) -> None:
    assert [
        finding for finding in await under_test.provider.setup.mode() if finding.outcome is not CheckStatus.FINE
    ] == []
