"""Settings of Stripe's portal."""

from __future__ import annotations

import pytest

from domain.intent import Intent
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.load import read_settings
from entrypoints.settings.model import StripeSettings

BASE = {"API_KEYS": "a-key", "STRIPE_API_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRETS": "whsec_1"}


def stripe(**values: str) -> StripeSettings:
    settings = read_settings({**BASE, **values}).stripe
    assert settings is not None
    return settings


def test_portal_configurations_have_names() -> None:
    given = stripe(STRIPE_PORTAL_CONFIGURATIONS=" team = bpc_1, solo_2=bpc_2 ,")
    assert given.portal_configurations == {"team": "bpc_1", "solo_2": "bpc_2"}
    assert stripe().portal_configurations == {}


def test_portal_intents_default_to_those_that_portals_usually_offer() -> None:
    assert stripe().portal_intents is None
    named = stripe(STRIPE_PORTAL_INTENTS="cancel, pause").portal_intents
    assert named == frozenset({Intent.CANCEL, Intent.PAUSE})


@pytest.mark.parametrize(("value", "pricing_tables"), [("", False), ("false", False), ("true", True)])
def test_pricing_tables_are_off_by_default(value: str, *, pricing_tables: bool) -> None:
    assert stripe(STRIPE_PRICING_TABLES=value).pricing_tables is pricing_tables
    assert stripe().pricing_tables is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STRIPE_PRICING_TABLES", "yes"),
        ("STRIPE_PORTAL_CONFIGURATIONS", "bpc_1"),
        ("STRIPE_PORTAL_CONFIGURATIONS", "team="),
        ("STRIPE_PORTAL_CONFIGURATIONS", "=bpc_1"),
        ("STRIPE_PORTAL_CONFIGURATIONS", "team!=bpc_1"),
        ("STRIPE_PORTAL_CONFIGURATIONS", "team=bpc_1,team=bpc_2"),
        ("STRIPE_PORTAL_INTENTS", "manage"),
        ("STRIPE_PORTAL_INTENTS", "cancel,upgrade"),
    ],
)
def test_invalid_value_is_refused_with_the_name_of_its_setting(name: str, value: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        stripe(**{name: value})
    (problem,) = refused.value.problems
    assert problem.partition(": ")[0] == name
