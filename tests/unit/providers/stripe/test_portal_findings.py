"""Checks of the portal's configurations by the doctor command."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.provider.setup import CheckResult, CheckStatus
from domain.intent import Intent
from fixtures.stripe.payloads import variant
from unit.providers.stripe.connected import connected

DEFAULT = {"is_default": True}


def whole(feature: str = "", **changes: Any) -> dict[str, Any]:
    configuration = variant("billing_portal.configuration.with_plan_changes") | DEFAULT
    if feature:
        configuration["features"][feature] |= changes
    return configuration


async def findings(*held: dict[str, Any], **configured: Any) -> list[CheckResult]:
    return list(await connected(*held, **configured).provider.setup.portal())


WARNED_OF = [
    ("subscription_cancel", {"mode": "immediately"}, "ends a subscription as soon as"),
    ("subscription_update", {"trial_update_behavior": "end_trial"}, "ends a trial"),
    ("customer_update", {"allowed_updates": ["address", "email"]}, "change their e-mail address"),
    ("subscription_pause", {"enabled": True}, "pause subscriptions, but no button leads there"),
]


@pytest.mark.parametrize(("feature", "changes", "seen"), WARNED_OF)
async def test_feature_that_the_seller_may_not_want_is_reported_as_advice(
    feature: str, changes: dict[str, Any], seen: str
) -> None:
    fine, warning = await findings(whole(feature, **changes))
    assert (fine.outcome, warning.outcome, warning.check) == (CheckStatus.FINE, CheckStatus.ADVICE, "portal")
    assert seen in warning.message
    assert "bpc_Whole" in warning.message
    assert warning.next_step is not None


@pytest.mark.parametrize(("feature", "changes", "seen"), WARNED_OF[:3])
async def test_disabled_feature_is_not_reported(feature: str, changes: dict[str, Any], seen: str) -> None:
    found = await findings(whole(feature, **changes, enabled=False))
    assert all(seen not in finding.message for finding in found)


@pytest.mark.parametrize(("feature", "changes", "seen"), WARNED_OF[:3])
async def test_every_configuration_is_checked(feature: str, changes: dict[str, Any], seen: str) -> None:
    named = {**whole(feature, **changes), "id": "bpc_Team", "is_default": False}
    restricted = {**whole(feature, **changes), "id": "bpc_Restricted", "is_default": False}
    found = await findings(
        whole(),
        named,
        restricted,
        portal_configurations={"team": "bpc_Team"},
        portal_configuration_no_update="bpc_Restricted",
    )
    warned = {finding.check for finding in found if finding.outcome is CheckStatus.ADVICE and seen in finding.message}
    assert warned == {"portal_team", "portal_no_update"}


async def test_named_configuration_must_exist_and_be_active() -> None:
    given = {"portal_configurations": {"team": "bpc_Team"}}
    _, missing = await findings(whole(), **given)
    assert (missing.check, missing.outcome) == ("portal_team", CheckStatus.PROBLEM)
    assert "STRIPE_PORTAL_CONFIGURATIONS" in str(missing.next_step)
    inactive = {**whole(), "id": "bpc_Team", "is_default": False, "active": False}
    _, found = await findings(whole(), inactive, **given)
    assert found.message == "the portal configuration bpc_Team is not active"


@pytest.mark.parametrize(
    ("intent", "feature", "what"),
    [
        (Intent.PAUSE, "subscription_pause", "pause subscriptions"),
        (Intent.UPDATE_DETAILS, "customer_update", "update their details"),
    ],
)
async def test_feature_used_by_a_button_must_be_enabled(intent: Intent, feature: str, what: str) -> None:
    (found,) = await findings(whole(feature, enabled=False), portal_intents=frozenset({intent}))
    assert found.outcome is CheckStatus.PROBLEM
    assert what in found.message
    assert "STRIPE_PORTAL_INTENTS" in str(found.next_step)
    (unused,) = await findings(whole(feature, enabled=False), portal_intents=frozenset({Intent.CANCEL}))
    assert unused.outcome is CheckStatus.FINE
