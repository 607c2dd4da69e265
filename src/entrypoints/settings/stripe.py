"""The settings of the connection to Stripe."""

from __future__ import annotations

import re

from domain.intent import Intent
from entrypoints.settings.environment import Environment
from entrypoints.settings.model import Mode, StripeSettings

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_CONFIGURATIONS = (
    "must be a list such as `team=bpc_1,solo=bpc_2`, with unique names of 1 to 40 letters, digits, `-` and `_`"
)
_PREFIXES = {"sk_live_": Mode.LIVE, "rk_live_": Mode.LIVE, "sk_test_": Mode.TEST, "rk_test_": Mode.TEST}


def mode_of_stripe_key(key: str | None) -> Mode | None:
    """Stripe API, "API keys": secret and restricted keys say in their prefix which mode they belong to."""
    return next((mode for prefix, mode in _PREFIXES.items() if key and key.startswith(prefix)), None)


def stripe_settings(env: Environment, mode: Mode, *, installing: bool) -> StripeSettings | None:
    """None where Stripe is not configured at all. `installing`: it is done to get a secret, so there need be none."""
    key, secrets = env.text("STRIPE_API_KEY"), env.texts("STRIPE_WEBHOOK_SECRETS")
    api_base = env.url("STRIPE_API_BASE", private=True)
    login = env.url("STRIPE_PORTAL_LOGIN_URL", private=True)
    pricing_tables = env.flag("STRIPE_PRICING_TABLES")
    if key is None:
        if secrets:
            env.reject("STRIPE_API_KEY", "is required with STRIPE_WEBHOOK_SECRETS")
        return None
    if not secrets and not installing:
        reason = "is required with STRIPE_API_KEY; `customer-portal webhooks install` prints one"
        env.reject("STRIPE_WEBHOOK_SECRETS", reason)
    if key.startswith("pk_"):
        env.reject("STRIPE_API_KEY", "must be a secret or restricted key, not a publishable key")
    key_mode = mode_of_stripe_key(key)
    if key_mode not in (None, mode):
        env.reject("STRIPE_API_KEY", f"is a {key_mode} mode key, but MODE is {mode}")
    return StripeSettings(
        api_key=key,
        webhook_secrets=secrets,
        api_base=api_base.url.rstrip("/") if api_base else None,
        portal_configuration=env.text("STRIPE_PORTAL_CONFIGURATION"),
        portal_configuration_no_update=env.text("STRIPE_PORTAL_CONFIGURATION_NO_UPDATE"),
        portal_configurations=_configurations(env),
        portal_intents=_intents(env),
        portal_login_url=login.url if login else None,
        pricing_tables=pricing_tables,
    )


def _configurations(env: Environment) -> dict[str, str]:
    """`name=bpc_...`, comma-separated."""
    named: dict[str, str] = {}
    for each in env.texts("STRIPE_PORTAL_CONFIGURATIONS"):
        name, _, id_ = (part.strip() for part in each.partition("="))
        if not _NAME.fullmatch(name) or not id_ or name in named:
            env.reject("STRIPE_PORTAL_CONFIGURATIONS", _CONFIGURATIONS)
            return {}
        named[name] = id_
    return named


def _intents(env: Environment) -> frozenset[Intent] | None:
    given = env.texts("STRIPE_PORTAL_INTENTS")
    known = {intent.value for intent in Intent} - {Intent.MANAGE.value}
    if not known.issuperset(given):
        env.reject("STRIPE_PORTAL_INTENTS", f"must be a list of some of {', '.join(sorted(known))}")
        return None
    return frozenset(Intent(each) for each in given) or None
