"""Puts together what lets browsers in."""

from __future__ import annotations

import httpx

from application.ports.operations.clock import Clock
from entrypoints.settings.model import BrowserTokenSettings
from entrypoints.tokens.browser_token import BrowserTokens
from entrypoints.tokens.jwks import JwksKeys
from entrypoints.tokens.keys import Keys, StaticKey
from entrypoints.tokens.signing_key import from_pem, from_secret


def browser_tokens(
    settings: BrowserTokenSettings | None, http: httpx.AsyncClient, clock: Clock
) -> BrowserTokens | None:
    """None where browsers may not call."""
    if settings is None:
        return None
    keys = _keys(settings, http, clock)
    return BrowserTokens(keys=keys, clock=clock, audience=settings.audience, issuer=settings.issuer)


def _keys(settings: BrowserTokenSettings, http: httpx.AsyncClient, clock: Clock) -> Keys:
    if settings.jwks_url is not None:
        return JwksKeys(url=settings.jwks_url, client=http, clock=clock)
    return StaticKey(key=from_secret(settings.secret) if settings.secret else from_pem(settings.public_key or ""))
