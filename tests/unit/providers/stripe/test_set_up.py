"""Setup specific to Stripe: API versions, endpoint secrets, the portal's configuration."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import stripe

from adapters.providers.stripe.setup import StripeSetUp
from adapters.providers.stripe.setup_checks import VERSION
from application.ports.provider.setup import CheckStatus, InstallResult
from fixtures.stripe.payloads import variant
from unit.providers.stripe.connected import connected

ADDRESS = "https://billing.test/webhooks/stripe"


def test_api_version_is_that_of_the_sdk() -> None:
    assert stripe.api_version == VERSION


async def test_new_endpoint_has_a_version_and_its_secret_is_shown_once() -> None:
    connection = connected()
    installed = await connection.provider.setup.install(ADDRESS)
    assert connection.last_request["api_version"] == VERSION
    assert installed.secret == variant("webhook_endpoint.created")["secret"]
    assert str(installed.secret) not in repr(installed)
    assert "STRIPE_WEBHOOK_SECRETS" in installed.next_steps[0]


async def test_endpoint_without_a_version_is_replaced_and_should_be_removed() -> None:
    old = variant("webhook_endpoint.created") | {"id": "we_Old", "url": ADDRESS, "api_version": None}
    connection = connected(old)
    installed = await connection.provider.setup.install(ADDRESS)
    assert installed.change is InstallResult.CREATED
    assert "we_Old" in installed.next_steps[-1]
    found = await connection.provider.setup.webhooks(ADDRESS)
    assert [(f.check, f.outcome) for f in found if installed.endpoint in f.message] == [
        ("webhook_endpoint", CheckStatus.FINE),
        ("webhook_events", CheckStatus.FINE),
        ("webhook_version", CheckStatus.FINE),
    ]
    assert [(f.check, f.outcome) for f in found if "we_Old" in f.message] == [
        ("webhook_endpoint", CheckStatus.FINE),
        ("webhook_events", CheckStatus.FINE),
        ("webhook_version", CheckStatus.PROBLEM),
    ]
    assert len(found) == 6


async def test_disabled_or_incomplete_endpoint_is_updated() -> None:
    old = variant("webhook_endpoint.created") | {
        "url": ADDRESS,
        "status": "disabled",
        "enabled_events": ["price.updated"],
    }
    connection = connected(old)
    assert {f.outcome for f in await connection.provider.setup.webhooks(ADDRESS)} == {CheckStatus.PROBLEM}
    assert (await connection.provider.setup.install(ADDRESS)).change is InstallResult.UPDATED
    assert {f.outcome for f in await connection.provider.setup.webhooks(ADDRESS)} == {CheckStatus.FINE}
    assert (await connection.provider.setup.install(ADDRESS)).change is InstallResult.UNCHANGED


async def test_endpoint_of_the_other_mode_is_reported() -> None:
    live = variant("webhook_endpoint.created") | {"id": "we_Live", "url": ADDRESS, "livemode": True}
    (found,) = await connected(live).provider.setup.webhooks(ADDRESS)
    assert (found.outcome, found.message) == (CheckStatus.PROBLEM, "we_Live belongs to the other mode")
    assert "MODE" in str(found.next_step)


async def test_endpoint_with_an_unsupported_version_is_replaced() -> None:
    old = variant("webhook_endpoint.created") | {"id": "we_Old", "url": ADDRESS, "api_version": "2019-12-03"}
    connection = connected(old)
    (_, _, version) = await connection.provider.setup.webhooks(ADDRESS)
    assert (version.check, version.outcome) == ("webhook_version", CheckStatus.PROBLEM)
    assert "webhooks install" in str(version.next_step)
    installed = await connection.provider.setup.install(ADDRESS)
    assert installed.change is InstallResult.CREATED
    assert "we_Old" in installed.next_steps[-1]


async def test_missing_secret_of_an_existing_endpoint_has_a_remedy() -> None:
    there = variant("webhook_endpoint.created") | {"url": ADDRESS}
    set_up = connected(there).provider.setup
    assert isinstance(set_up, StripeSetUp)
    without = replace(set_up, secrets=())
    installed = await without.install(ADDRESS)
    assert (installed.change, installed.secret) == (InstallResult.UNCHANGED, None)
    (step,) = installed.next_steps
    assert "STRIPE_WEBHOOK_SECRETS" in step
    assert installed.endpoint in step
    assert not (await connected(there).provider.setup.install(ADDRESS)).next_steps


@pytest.mark.parametrize("lacking", [{"default_allowed_updates": ["quantity"]}, {"products": []}])
async def test_portal_without_plans_to_choose_from_is_reported(lacking: dict[str, Any]) -> None:
    whole = variant("billing_portal.configuration.with_plan_changes") | {"is_default": True}
    whole["features"]["subscription_update"] |= lacking
    (found,) = await connected(whole).provider.setup.portal()
    assert found.outcome is CheckStatus.PROBLEM
    assert "change plans" in found.message


async def test_portal_without_a_required_feature_is_reported() -> None:
    (missing,) = await connected().provider.setup.portal()
    assert missing.outcome is CheckStatus.PROBLEM
    whole = variant("billing_portal.configuration.with_plan_changes") | {"is_default": True}
    assert [f.outcome for f in await connected(whole).provider.setup.portal()] == [CheckStatus.FINE]
    whole["features"]["subscription_cancel"]["enabled"] = False
    (found,) = await connected(whole).provider.setup.portal()
    assert "cancel subscriptions" in found.message


async def test_configured_portal_must_exist_and_be_active() -> None:
    whole = variant("billing_portal.configuration.with_plan_changes")
    given = {"portal_configuration": whole["id"]}
    assert [f.outcome for f in await connected(whole, **given).provider.setup.portal()] == [CheckStatus.FINE]
    (inactive,) = await connected(whole | {"active": False}, **given).provider.setup.portal()
    assert (inactive.outcome, inactive.message) == (
        CheckStatus.PROBLEM,
        f"the portal configuration {whole['id']} is not active",
    )
    (missing,) = await connected(**given).provider.setup.portal()
    assert (missing.outcome, missing.message) == (
        CheckStatus.PROBLEM,
        f"there is no portal configuration {whole['id']}",
    )
    assert "STRIPE_PORTAL_CONFIGURATION" in str(missing.next_step)


async def test_restricted_configuration_must_not_offer_plan_changes() -> None:
    whole, restricted = (variant(f"billing_portal.configuration.{kind}_plan_changes") for kind in ("with", "without"))
    given = {"portal_configuration": whole["id"], "portal_configuration_no_update": restricted["id"]}
    both = [(f.check, f.outcome) for f in await connected(whole, restricted, **given).provider.setup.portal()]
    assert both == [("portal", CheckStatus.FINE), ("portal_no_update", CheckStatus.FINE)]
    restricted["features"]["subscription_update"] = whole["features"]["subscription_update"]
    (_, offers) = await connected(whole, restricted, **given).provider.setup.portal()
    assert (offers.check, offers.outcome) == ("portal_no_update", CheckStatus.PROBLEM)
    assert "turn off subscription updates" in str(offers.next_step)
    (_, inactive) = await connected(whole, restricted | {"active": False}, **given).provider.setup.portal()
    assert (inactive.check, inactive.outcome) == ("portal_no_update", CheckStatus.PROBLEM)
    (_, missing) = await connected(whole, **given).provider.setup.portal()
    assert (missing.check, missing.outcome) == ("portal_no_update", CheckStatus.PROBLEM)
    assert "STRIPE_PORTAL_CONFIGURATION_NO_UPDATE" in str(missing.next_step)
