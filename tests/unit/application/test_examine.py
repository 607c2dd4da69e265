"""Diagnosis of the setup, with remedies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from application.operations.install_webhooks import PublicUrlMissing
from application.ports.errors import ProviderRefused, ProviderUnavailable, StorageUnavailable
from application.ports.provider.setup import CheckStatus
from examples import ALPHA, BETA
from fakes.engine import FakeEngine
from fakes.set_up import FakeOwnAddress
from unit.application.stage import Stage


async def not_fine(stage: Stage) -> dict[tuple[str, str], CheckStatus]:
    findings = await stage.use.examine()
    assert all(finding.next_step for _, finding in findings if finding.outcome is not CheckStatus.FINE)
    return {
        (subject, finding.check): finding.outcome
        for subject, finding in findings
        if finding.outcome is not CheckStatus.FINE
    }


@pytest.fixture
def at_noon(stage: Stage) -> Stage:
    """Set our clock to the providers' time, and give each provider a login page."""
    stage.alpha.login = stage.beta.login = "https://sign-in.test"
    stage.clock.moment = datetime(2026, 11, 15, 12, tzinfo=UTC)
    return stage


async def test_correct_setup_has_no_findings_and_stores_nothing(at_noon: Stage) -> None:
    assert await not_fine(at_noon) == {}
    assert at_noon.tables.installation == {}


async def test_wrong_clock_is_reported(at_noon: Stage) -> None:
    at_noon.clock.advance(timedelta(minutes=2))
    assert await not_fine(at_noon) == {(ALPHA, "clock"): CheckStatus.PROBLEM, (BETA, "clock"): CheckStatus.PROBLEM}


async def test_wrong_mode_and_wrong_seller_are_reported(at_noon: Stage) -> None:
    await at_noon.use.check_installation()
    at_noon.beta.seller = "somebody else"
    at_noon.use = replace(at_noon.use, examine=replace(at_noon.use.examine, mode="live"))
    assert await not_fine(at_noon) == {("service", "mode"): CheckStatus.PROBLEM, (BETA, "account"): CheckStatus.PROBLEM}
    of_mode = next(finding for _, finding in await at_noon.use.examine() if finding.check == "mode")
    assert "set MODE=test" in str(of_mode.next_step)


async def test_refusing_provider_is_a_problem_and_a_silent_one_is_unknown(at_noon: Stage) -> None:
    at_noon.alpha.fails = ProviderRefused(ALPHA, "the key is revoked", next_step="put a valid key into the settings")
    at_noon.beta.fails = ProviderUnavailable(BETA, "no answer")
    refused = next(f for who, f in await at_noon.use.examine() if who == ALPHA)
    assert (refused.message, refused.next_step) == (
        "refused by the provider: the key is revoked",
        "put a valid key into the settings",
    )
    found = await not_fine(at_noon)
    assert {outcome for (subject, _), outcome in found.items() if subject == ALPHA} == {CheckStatus.PROBLEM}
    assert {outcome for (subject, _), outcome in found.items() if subject == BETA} == {CheckStatus.UNKNOWN}
    assert len(found) == 10


async def test_missing_login_page_is_reported_as_advice(at_noon: Stage) -> None:
    at_noon.beta.login = None
    assert await not_fine(at_noon) == {(BETA, "login_page"): CheckStatus.ADVICE}


async def test_missing_job_runner_schema_is_a_problem(at_noon: Stage) -> None:
    engine = FakeEngine(unable=StorageUnavailable("its tables are gone"))
    at_noon.use = replace(at_noon.use, examine=replace(at_noon.use.examine, engine=engine))
    assert await not_fine(at_noon) == {("service", "database"): CheckStatus.PROBLEM}


async def test_other_checks_run_without_a_database(at_noon: Stage) -> None:
    at_noon.storage.down = True
    found = await not_fine(at_noon)
    assert found["service", "database"] is CheckStatus.PROBLEM
    assert found["service", "mode"] is found[ALPHA, "account"] is CheckStatus.UNKNOWN


@pytest.mark.parametrize("status", [None, 200, 400, 404, 502])
async def test_foreign_service_at_the_public_url_is_reported(at_noon: Stage, status: int | None) -> None:
    examine = replace(at_noon.use.examine, own_address=FakeOwnAddress(lambda _: status))
    at_noon.use = replace(at_noon.use, examine=examine)
    assert (ALPHA, "webhook_secret" if status != 200 else "webhook_forgery") in await not_fine(at_noon)


async def test_refused_webhook_secret_is_named_by_its_position(at_noon: Stage) -> None:
    at_noon.alpha.webhook_secrets = 3
    at_noon.connect(ALPHA)
    own_address = FakeOwnAddress(lambda signature: 400 if signature in (None, "secret 1") else 200)
    at_noon.use = replace(at_noon.use, examine=replace(at_noon.use.examine, own_address=own_address))
    found = [finding for _, finding in await at_noon.use.examine() if finding.check == "webhook_secret"]
    assert [(finding.outcome, finding.message) for finding in found] == [
        (CheckStatus.FINE, "an event signed with webhook secret 1 of 3 is accepted"),
        (CheckStatus.PROBLEM, "the running service rejects events signed with webhook secret 2 of 3"),
        (CheckStatus.FINE, "an event signed with webhook secret 3 of 3 is accepted"),
    ]


async def test_unreachable_public_url_is_reported_once(at_noon: Stage) -> None:
    at_noon.alpha.webhook_secrets = 3
    at_noon.connect(ALPHA)
    own_address = FakeOwnAddress(lambda _: None)
    at_noon.use = replace(at_noon.use, examine=replace(at_noon.use.examine, own_address=own_address))
    assert await not_fine(at_noon) == {(ALPHA, "webhook_secret"): CheckStatus.PROBLEM}
    assert own_address.reached == [f"https://billing.test/webhooks/{ALPHA}"]


async def test_providers_are_never_called_inside_a_unit_of_work(at_noon: Stage) -> None:
    set_up = at_noon.alpha.provider().setup
    async with at_noon.memory.begin():
        for call in (
            set_up.time,
            set_up.mode,
            set_up.portal,
            lambda: set_up.webhooks("x"),
            lambda: set_up.install("x"),
        ):
            with pytest.raises(AssertionError, match="inside a unit of work"):
                await call()


async def test_webhooks_are_not_installed_without_a_public_url(at_noon: Stage) -> None:
    examine = replace(at_noon.use.examine, public_url=None)
    at_noon.use = replace(at_noon.use, examine=examine)
    assert (await not_fine(at_noon))["service", "public_url"] is CheckStatus.PROBLEM
    with pytest.raises(PublicUrlMissing):
        await replace(at_noon.use.install_webhooks, public_url=None)()


async def test_failure_at_one_provider_does_not_prevent_the_others_installation(at_noon: Stage) -> None:
    at_noon.alpha.fails = failure = ProviderRefused(ALPHA, "the key is revoked")
    done = await at_noon.use.install_webhooks()
    assert done[ALPHA] is failure
    assert getattr(done[BETA], "endpoint", None) == f"https://billing.test/webhooks/{BETA}"
