"""Language and configuration of a portal session."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from stripe.params.billing_portal import SessionCreateParams

from adapters.providers.stripe.locale import portal_locale
from application.ports.provider.portal import PortalLink, PortalRequest
from domain.intent import Intent
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import Connected, connected
from unit.providers.stripe.reading import ref

WHOLE = variant("billing_portal.configuration.with_pauses")
RESTRICTED = variant("billing_portal.configuration.without_plan_changes")
TEAM = {**WHOLE, "id": "bpc_Team", "is_default": False}
CONFIGURED: dict[str, Any] = {
    "portal_configuration": "bpc_Whole",
    "portal_configuration_no_update": "bpc_NoPlanChanges",
}


def ada() -> Connected:
    held = (event("customer.created")["data"]["object"], WHOLE, RESTRICTED, TEAM, variant("subscription.renewed"))
    return connected(*held, portal_configurations={"team": "bpc_Team"}, **CONFIGURED)


async def opened(stripe: Connected, intent: Intent = Intent.MANAGE, **changed: Any) -> PortalLink:
    asked: dict[str, Any] = {"subscription": None, "plan_changes": True, "return_url": None} | changed
    link = await stripe.provider.portal.open(PortalRequest(account=ref("cus_Ada"), intent=intent, **asked))
    assert isinstance(link, PortalLink)
    return link


async def test_named_configuration_takes_precedence() -> None:
    stripe = ada()
    for plan_changes in (True, False):
        await opened(stripe, configuration="team", plan_changes=plan_changes)
        assert stripe.last_request["configuration"] == "bpc_Team"


async def test_configuration_of_another_provider_is_ignored() -> None:
    stripe = ada()
    await opened(stripe, configuration="of_somebody_else")
    assert stripe.last_request["configuration"] == "bpc_Whole"


async def test_default_intents_are_those_of_every_portal_unless_configured() -> None:
    assert connected().provider.portal.capabilities.pages == {
        Intent.MANAGE,
        Intent.CHANGE_PLAN,
        Intent.UPDATE_PAYMENT_METHOD,
        Intent.CANCEL,
    }
    named = connected(portal_intents=frozenset({Intent.UPDATE_DETAILS}))
    assert named.provider.portal.capabilities.pages == {Intent.MANAGE, Intent.UPDATE_DETAILS}


async def test_configuration_names_are_a_capability() -> None:
    assert ada().provider.portal.capabilities.configurations == {"team"}


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (None, None),
        ("de", "de"),
        ("de-AT", "de"),
        ("EN-gb", "en-GB"),
        ("en-US", "en"),
        ("es", "es"),
        ("es-ES", "es"),
        ("es-MX", "es-419"),
        ("es-419", "es-419"),
        ("pt-BR", "pt-BR"),
        ("pt-PT", "pt"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("tl", "fil"),
        ("sr-Latn-RS", None),
        ("fr-CA-u-ca-gregory", "fr-CA"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-HK", "zh-HK"),
        ("zh-Hans-HK", "zh"),
        ("tlh", None),
    ],
)
async def test_closest_portal_language_is_requested(given: str | None, sent: str | None) -> None:
    stripe = ada()
    await opened(stripe, locale=given)
    assert stripe.last_request.get("locale") == sent


def test_every_locale_of_the_sdk_is_supported() -> None:
    (declared,) = get_args(SessionCreateParams.__annotations__["locale"])
    known = str(getattr(declared, "__forward_arg__", declared)).partition("[")[2].partition("]")[0]
    for locale in (part.strip(" '") for part in known.split(",")):
        if locale != "auto":
            assert portal_locale(locale) == locale


async def test_subscription_without_plan_changes_can_still_be_paused() -> None:
    stripe = ada()
    link = await opened(stripe, Intent.PAUSE, subscription=ref("sub_AdaPro"), plan_changes=False)
    assert (link.effective_intent, link.degraded) == (Intent.PAUSE, False)
    assert stripe.last_request["configuration"] == "bpc_Whole"
