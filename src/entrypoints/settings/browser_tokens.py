"""The settings of the tokens with which the host's browsers call."""

from __future__ import annotations

from entrypoints.settings.environment import Environment
from entrypoints.settings.model import BrowserTokenSettings

MIN_SECRET_BYTES = 32
_KEYS = ("JWT_SECRET", "JWT_PUBLIC_KEY", "JWT_JWKS_URL")


def browser_token_settings(env: Environment) -> BrowserTokenSettings | None:
    """None where browsers may not call at all."""
    secret, public_key = env.text("JWT_SECRET"), env.text("JWT_PUBLIC_KEY")
    given = [name for name in _KEYS if env.text(name) is not None]
    jwks_url = env.url("JWT_JWKS_URL", private=True)
    if len(given) > 1:
        env.reject(" and ".join(given), "only one of them may be set")
    if secret is not None and len(secret.encode()) < MIN_SECRET_BYTES:
        env.reject("JWT_SECRET", f"must have at least {MIN_SECRET_BYTES} bytes")
    if public_key is not None:
        public_key = _checked_pem(env, public_key.replace("\\n", "\n"))
    if not given:
        return None
    return BrowserTokenSettings(
        secret=secret,
        public_key=public_key,
        jwks_url=jwks_url.url if jwks_url else None,
        audience=env.text("JWT_AUDIENCE"),
        issuer=env.text("JWT_ISSUER"),
    )


def _checked_pem(env: Environment, pem: str) -> str:
    from entrypoints.tokens.signing_key import UnusableKey, from_pem  # noqa: PLC0415  # cryptography is slow to load

    try:
        from_pem(pem)
    except UnusableKey as error:
        env.reject("JWT_PUBLIC_KEY", str(error))
    return pem
