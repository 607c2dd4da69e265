"""Effects of a faulty API on a customer at the portal, on the fetch queue, and on an operator."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from application.fetching.fetch_due_objects import LEASE
from application.fetching.refresh_customer import RefreshCustomer
from application.operations.doctor import RunDoctor
from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.setup import CheckResult, CheckStatus
from contracts.providers.misbehaviour import MISBEHAVIOUR, REFUSED, after_a_minute, knows_nothing
from contracts.providers.playing import Play
from contracts.providers.under_test import ProviderUnderTest, Situation
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from entrypoints.http.problems import problem_of
from fakes.engine import FakeEngine
from fakes.set_up import FakeOwnAddress
from fakes.skipping_time import SkippingTime

ASKED_OF_THE_PROVIDER = {"api_key", "api_key_mode", "clock", "portal", "webhook_endpoint"}


async def arranged(under_test: ProviderUnderTest, situated: str = "an active subscription") -> tuple[Play, Situation]:
    play, situation = Play(under_test=under_test), under_test.situations[situated]()
    await play.arrange(situation)
    return play, situation


async def examined(play: Play) -> list[CheckResult]:
    """Return the doctor's check results for the provider."""
    examine = RunDoctor(
        storage=play.storage,
        engine=FakeEngine(),
        providers=play.providers,
        own_address=FakeOwnAddress(lambda signature: 200 if signature else 400),
        clock=play.clock,
        mode="test",
        public_url="https://billing.test",
    )
    return [finding for subject, finding in await examine() if subject != "service"]


async def refreshed_in_vain(play: Play, situation: Situation) -> None:
    """Check that all fetches stay queued and the mirror is unchanged."""
    mirror = dict(play.storage.tables.mirror)
    await RefreshCustomer(storage=play.storage, clock=play.clock)(situation.customer_id)
    asked = set(play.storage.tables.agenda)
    assert asked
    await play.ask()
    assert set(play.storage.tables.agenda) == asked
    assert play.storage.tables.mirror == mirror


def accounts_to_ask(play: Play) -> list[ProviderRef]:
    return [ref for kind, ref in play.storage.tables.agenda if kind is ObjectKind.ACCOUNT]


@pytest.mark.parametrize("situated", ["an active subscription", "a one-off purchase"])
@pytest.mark.parametrize("what", MISBEHAVIOUR)
async def test_portal_visit_gets_the_documented_problem(
    under_test: ProviderUnderTest, what: str, situated: str
) -> None:
    play, situation = await arranged(under_test, situated)
    under_test.answer_with(MISBEHAVIOUR[what])
    with pytest.raises((ProviderRefused, ProviderUnavailable)) as failed:
        await play.visit(situation, Intent.MANAGE)
    assert problem_of(failed.value).status == (502 if what in REFUSED else 503)


@pytest.mark.parametrize("what", MISBEHAVIOUR)
async def test_fetches_are_retried_and_none_is_lost(under_test: ProviderUnderTest, what: str) -> None:
    play, situation = await arranged(under_test)
    under_test.answer_with(MISBEHAVIOUR[what])
    await refreshed_in_vain(play, situation)
    assert accounts_to_ask(play) != []
    under_test.answer_with(None)
    play.clock.advance(timedelta(hours=6))
    await play.ask()
    assert accounts_to_ask(play) == []


@pytest.mark.parametrize("what", MISBEHAVIOUR)
async def test_doctor_reports_a_remedy_for_each_check(under_test: ProviderUnderTest, what: str) -> None:
    play = Play(under_test=under_test)
    under_test.answer_with(MISBEHAVIOUR[what])
    expected = CheckStatus.PROBLEM if what in REFUSED else CheckStatus.UNKNOWN
    found = await examined(play)
    asked = [finding for finding in found if finding.check in ASKED_OF_THE_PROVIDER]
    assert {finding.outcome for finding in asked} == {expected}
    assert {"api_key", "clock", "webhook_endpoint"} <= {finding.check for finding in asked}
    assert all(finding.next_step for finding in asked)
    assert [secret for secret in under_test.secrets if secret in repr(found)] == []


async def test_doctor_reports_a_remedy_for_a_key_without_access(under_test: ProviderUnderTest) -> None:
    under_test.answer_with(knows_nothing)
    asked = [each for each in await examined(Play(under_test=under_test)) if each.check in ASKED_OF_THE_PROVIDER]
    assert {finding.outcome for finding in asked} == {CheckStatus.PROBLEM}
    assert all(finding.next_step for finding in asked)


@pytest.mark.parametrize(
    ("who", "most"), [("a customer", 15), ("the agenda", LEASE.total_seconds()), ("an operator", 120)]
)
def test_slow_response_is_given_up_in_time(under_test: ProviderUnderTest, who: str, most: float) -> None:
    async def customer(play: Play, situation: Situation) -> None:
        with pytest.raises(ProviderUnavailable):
            await play.visit(situation, Intent.MANAGE)

    async def operator(play: Play, _: Situation) -> None:
        asked = [finding for finding in await examined(play) if finding.check in ASKED_OF_THE_PROVIDER]
        assert {finding.outcome for finding in asked} == {CheckStatus.UNKNOWN}

    waiting: dict[str, Callable[[Play, Situation], Awaitable[None]]] = {
        "a customer": customer,
        "the agenda": refreshed_in_vain,
        "an operator": operator,
    }

    async def wait() -> float:
        play, situation = await arranged(under_test)
        under_test.answer_with(after_a_minute)
        began = asyncio.get_running_loop().time()
        await waiting[who](play, situation)
        return asyncio.get_running_loop().time() - began

    with asyncio.Runner(loop_factory=SkippingTime) as runner:
        assert 1 < runner.run(wait()) <= most
