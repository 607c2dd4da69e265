"""Setup of thin-event destinations beside snapshot endpoints."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from stripe.events._event_classes import get_v2_event_notification_class
from stripe.v2.core._event import UnknownEventNotification

from adapters.providers.stripe.destination_checks import THIN_EVENTS
from adapters.providers.stripe.setup import StripeSetUp
from application.ports.provider.setup import CheckStatus, InstallResult
from fakes.stripe_destinations import SECRET, destination
from fixtures.stripe.payloads import variant
from unit.providers.stripe.connected import Connected, connected

ADDRESS = "https://billing.test/webhooks/stripe"


async def found(stripe: Connected) -> list[tuple[str, CheckStatus, str]]:
    return [(f.check, f.outcome, f.message) for f in await stripe.provider.setup.webhooks(ADDRESS)]


async def test_thin_event_destination_is_created_and_its_secret_shown_once() -> None:
    stripe = connected()
    installed = await stripe.provider.setup.install(ADDRESS, thin=True)
    assert (installed.change, installed.secret) == (InstallResult.CREATED, SECRET)
    assert SECRET not in repr(installed)
    assert "STRIPE_WEBHOOK_SECRETS" in installed.next_steps[0]
    assert stripe.last_request == {
        "name": "customer-portal",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": list(THIN_EVENTS),
        "webhook_endpoint": {"url": ADDRESS},
        "include": ["webhook_endpoint.signing_secret"],
    }
    assert {outcome for _, outcome, _ in await found(stripe)} == {CheckStatus.FINE}
    again = await stripe.provider.setup.install(ADDRESS, thin=True)
    assert (again.endpoint, again.change, again.secret) == (installed.endpoint, InstallResult.UNCHANGED, None)


async def test_both_kinds_are_recognized_and_having_both_is_advised_against() -> None:
    stripe = connected()
    snapshot = await stripe.provider.setup.install(ADDRESS)
    thin = await stripe.provider.setup.install(ADDRESS, thin=True)
    assert snapshot.endpoint != thin.endpoint
    seen = await found(stripe)
    assert ("webhook_endpoint", CheckStatus.FINE, f"{snapshot.endpoint} delivers snapshot events here") in seen
    assert ("webhook_endpoint", CheckStatus.FINE, f"{thin.endpoint} delivers thin events here") in seen
    (both,) = [each for each in seen if each[1] is not CheckStatus.FINE]
    assert both[:2] == ("webhook_kinds", CheckStatus.ADVICE)
    assert f"{snapshot.endpoint}, {thin.endpoint}" in both[2]


async def test_disabled_destination_is_a_problem_until_it_is_installed_again() -> None:
    off = destination("ed_Off", ADDRESS, status="disabled", status_details={"disabled": {"reason": "user"}})
    stripe = connected(off)
    assert await found(stripe) == [("webhook_endpoint", CheckStatus.PROBLEM, "ed_Off is disabled (user)")]
    installed = await stripe.provider.setup.install(ADDRESS, thin=True)
    assert (installed.endpoint, installed.change) == ("ed_Off", InstallResult.UPDATED)
    assert {outcome for _, outcome, _ in await found(stripe)} == {CheckStatus.FINE}


async def test_missing_event_types_are_a_problem_until_installed_again() -> None:
    stripe = connected(destination("ed_Few", ADDRESS, enabled_events=list(THIN_EVENTS[1:])))
    (missing,) = [seen for _, outcome, seen in await found(stripe) if outcome is CheckStatus.PROBLEM]
    assert missing == f"ed_Few does not deliver {THIN_EVENTS[0]}"
    assert (await stripe.provider.setup.install(ADDRESS, thin=True)).change is InstallResult.UPDATED
    assert {outcome for _, outcome, _ in await found(stripe)} == {CheckStatus.FINE}


@pytest.mark.parametrize(
    "other",
    [
        destination("ed_Else", "https://other.test/webhooks"),
        destination("ed_Snapshot", ADDRESS, event_payload="snapshot"),
    ],
)
async def test_other_destinations_are_ignored(other: dict[str, object]) -> None:
    (finding,) = await found(connected(other))
    assert finding == ("webhook_endpoint", CheckStatus.PROBLEM, f"no webhook endpoint delivers to {ADDRESS}")


async def test_destination_of_the_other_mode_is_a_problem() -> None:
    assert [each[1] for each in await found(connected(destination("ed_Live", ADDRESS, livemode=True)))] == [
        CheckStatus.PROBLEM
    ]


async def test_destination_for_connected_accounts_is_advised_against() -> None:
    stripe = connected(destination("ed_All", ADDRESS, events_from=["@self", "@accounts"]))
    (advised,) = [seen for _, outcome, seen in await found(stripe) if outcome is CheckStatus.ADVICE]
    assert advised == "ed_All also listens to @accounts"


async def test_endpoints_are_shown_even_if_the_key_cannot_list_destinations() -> None:
    stripe = connected(variant("webhook_endpoint.created") | {"url": ADDRESS})

    def refusing(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/v2/"):
            error = {"error": {"code": "forbidden", "message": "No permission", "type": "invalid_request_error"}}
            return stripe.api.told(error, 403)
        stripe.api.misbehaviour = None
        answered = stripe.api.answer(request)
        stripe.api.misbehaviour = refusing
        return answered

    stripe.api.misbehaviour = refusing
    seen = await found(stripe)
    assert seen[-1][:2] == ("webhook_endpoint", CheckStatus.ADVICE)
    assert {outcome for _, outcome, _ in seen[:-1]} == {CheckStatus.FINE}


async def test_missing_secret_of_an_existing_destination_has_a_remedy() -> None:
    set_up = connected(destination("ed_There", ADDRESS)).provider.setup
    assert isinstance(set_up, StripeSetUp)
    installed = await replace(set_up, secrets=()).install(ADDRESS, thin=True)
    (step,) = installed.next_steps
    assert "ed_There" in step
    assert "STRIPE_WEBHOOK_SECRETS" in step


@pytest.mark.parametrize("type_", THIN_EVENTS)
def test_every_subscribed_type_exists_at_stripe(type_: str) -> None:
    assert get_v2_event_notification_class(type_) is not UnknownEventNotification
