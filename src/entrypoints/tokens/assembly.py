"""Puts together what reads the host's tokens."""

from __future__ import annotations

import httpx

from application.ports.clock import Clock
from entrypoints.settings.model import BrowserTokenSettings
from entrypoints.tokens.browser_token import BrowserTokens
from entrypoints.tokens.jwks import FetchedKeys
from entrypoints.tokens.keys import Keys, OneKey
from entrypoints.tokens.signing_key import from_pem, from_secret


def browser_tokens(given: BrowserTokenSettings | None, http: httpx.AsyncClient, clock: Clock) -> BrowserTokens | None:
    """None where browsers may not call."""
    if given is None:
        return None
    keys = _keys(given, http, clock)
    return BrowserTokens(keys=keys, clock=clock, audience=given.audience, issuer=given.issuer)


def _keys(given: BrowserTokenSettings, http: httpx.AsyncClient, clock: Clock) -> Keys:
    if given.jwks_url is not None:
        return FetchedKeys(url=given.jwks_url, client=http, clock=clock)
    return OneKey(key=from_secret(given.secret) if given.secret else from_pem(given.public_key or ""))
