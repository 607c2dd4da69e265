"""What Stripe alone has to be set up with: versions, secrets of its own, a configuration of the portal."""

from __future__ import annotations

import stripe

from adapters.providers.stripe.set_up_findings import VERSION
from application.ports.set_up import Change, Outcome
from fixtures.stripe.payloads import variant
from unit.providers.stripe.connected import connected

ADDRESS = "https://billing.test/webhooks/stripe"


def test_the_version_is_the_one_of_the_sdk() -> None:
    assert stripe.api_version == VERSION


async def test_a_new_endpoint_has_a_version_and_its_secret_is_told_once() -> None:
    connection = connected()
    installed = await connection.provider.set_up.install(ADDRESS)
    assert connection.last_request["api_version"] == VERSION
    assert installed.secret == variant("webhook_endpoint.created")["secret"]
    assert str(installed.secret) not in repr(installed)
    assert "STRIPE_WEBHOOK_SECRETS" in installed.next_steps[0]


async def test_one_without_a_version_gets_another_beside_it_and_is_to_be_removed() -> None:
    old = variant("webhook_endpoint.created") | {"id": "we_Old", "url": ADDRESS, "api_version": None}
    connection = connected(old)
    installed = await connection.provider.set_up.install(ADDRESS)
    assert installed.change is Change.CREATED
    assert "we_Old" in installed.next_steps[-1]
    problems = [f for f in await connection.provider.set_up.webhooks(ADDRESS) if f.outcome is not Outcome.FINE]
    assert [finding.check for finding in problems if "we_Old" in finding.seen][-1] == "webhook_version"
    assert all("we_Old" in finding.seen for finding in problems)


async def test_one_that_is_disabled_or_lacks_events_is_brought_up_to_date() -> None:
    old = variant("webhook_endpoint.created") | {
        "url": ADDRESS,
        "status": "disabled",
        "enabled_events": ["price.updated"],
    }
    connection = connected(old)
    assert {f.outcome for f in await connection.provider.set_up.webhooks(ADDRESS)} == {Outcome.PROBLEM}
    assert (await connection.provider.set_up.install(ADDRESS)).change is Change.UPDATED
    assert {f.outcome for f in await connection.provider.set_up.webhooks(ADDRESS)} == {Outcome.FINE}
    assert (await connection.provider.set_up.install(ADDRESS)).change is Change.UNCHANGED


async def test_a_portal_that_does_not_allow_what_customers_are_sent_for_is_noticed() -> None:
    (missing,) = await connected().provider.set_up.portal()
    assert missing.outcome is Outcome.PROBLEM
    whole = variant("billing_portal.configuration.with_plan_changes") | {"is_default": True}
    assert [f.outcome for f in await connected(whole).provider.set_up.portal()] == [Outcome.FINE]
    whole["features"]["subscription_cancel"]["enabled"] = False
    (found,) = await connected(whole).provider.set_up.portal()
    assert "cancel subscriptions" in found.seen
