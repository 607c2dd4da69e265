"""The settings of the connection to Stripe."""

from __future__ import annotations

from entrypoints.settings.environment import Environment
from entrypoints.settings.model import Mode, StripeSettings

_PREFIXES = {"sk_live_": Mode.LIVE, "rk_live_": Mode.LIVE, "sk_test_": Mode.TEST, "rk_test_": Mode.TEST}


def mode_of_stripe_key(key: str | None) -> Mode | None:
    """Stripe API, "API keys": secret and restricted keys say in their prefix which mode they belong to."""
    return next((mode for prefix, mode in _PREFIXES.items() if key and key.startswith(prefix)), None)


def stripe_settings(env: Environment, mode: Mode, *, installing: bool) -> StripeSettings | None:
    """None where Stripe is not configured at all. `installing`: it is done to get a secret, so there need be none."""
    key, secrets = env.text("STRIPE_API_KEY"), env.texts("STRIPE_WEBHOOK_SECRETS")
    api_base = env.url("STRIPE_API_BASE", private=True)
    login = env.url("STRIPE_PORTAL_LOGIN_URL", private=True)
    if key is None:
        if secrets:
            env.reject("STRIPE_API_KEY", "is missing, while STRIPE_WEBHOOK_SECRETS is set")
        return None
    if not secrets and not installing:
        reason = "is missing, while STRIPE_API_KEY is set; `customer-portal webhooks install` prints one"
        env.reject("STRIPE_WEBHOOK_SECRETS", reason)
    if key.startswith("pk_"):
        env.reject("STRIPE_API_KEY", "is a publishable key; a secret or a restricted key is needed")
    key_mode = mode_of_stripe_key(key)
    if key_mode not in (None, mode):
        env.reject("STRIPE_API_KEY", f"is a key of the {key_mode} mode, while MODE is {mode}")
    return StripeSettings(
        api_key=key,
        webhook_secrets=secrets,
        api_base=api_base.url.rstrip("/") if api_base else None,
        portal_configuration=env.text("STRIPE_PORTAL_CONFIGURATION"),
        portal_configuration_no_update=env.text("STRIPE_PORTAL_CONFIGURATION_NO_UPDATE"),
        portal_login_url=login.url if login else None,
    )
