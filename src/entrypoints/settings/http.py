"""The settings of the HTTP interface."""

from __future__ import annotations

from entrypoints.settings.browser_tokens import browser_token_settings
from entrypoints.settings.environment import Environment
from entrypoints.settings.model import HttpSettings


def http_settings(env: Environment) -> HttpSettings:
    """Read the settings of HTTP. Without any way to authenticate, the service does not start."""
    api_keys, operator_keys = env.texts("API_KEYS"), env.texts("OPERATOR_KEYS")
    browser_tokens = browser_token_settings(env)
    if not api_keys and browser_tokens is None:
        env.reject("API_KEYS", "is required, or a key for browser tokens (JWT_SECRET, JWT_PUBLIC_KEY or JWT_JWKS_URL)")
    if not set(api_keys).isdisjoint(operator_keys):
        env.reject("OPERATOR_KEYS", "must not share a key with API_KEYS")
    return_url = env.url("RETURN_URL", private=True)
    origins = frozenset(env.origins("RETURN_URL_ORIGINS"))
    pricing, support = env.url("PRICING_URL"), env.url("SUPPORT_URL")
    return HttpSettings(
        api_keys=api_keys,
        operator_keys=operator_keys,
        browser_tokens=browser_tokens,
        cors_origins=env.origins("CORS_ORIGINS"),
        return_url=return_url.url if return_url else None,
        return_url_origins=origins | ({return_url.origin} if return_url else frozenset()),
        pricing_url=pricing.url if pricing else None,
        support_url=support.url if support else None,
        public_url=env.prefix("PUBLIC_URL"),
        frame_ancestors=_frame_ancestors(env),
    )


def _frame_ancestors(env: Environment) -> tuple[str, ...]:
    """`self` and `none` as a browser's policy spells them; all else is an origin, and none of them a pattern."""
    given = tuple(value.strip("'") for value in env.texts("FRAME_ANCESTORS"))
    if "none" in given:
        if len(given) > 1:
            env.reject("FRAME_ANCESTORS", "must not combine none with other values")
        return ()
    own = ("'self'",) if "self" in given else ()
    return own + env.origins("FRAME_ANCESTORS", besides=frozenset({"self", "'self'"}))
