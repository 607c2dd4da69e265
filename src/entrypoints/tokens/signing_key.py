"""The host's signing key. The key determines the algorithm; the token's header does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt import PyJWK
from jwt.exceptions import PyJWTError

PublicKey = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey
PUBLIC_KEY_ALGORITHMS = ("RS256", "ES256", "EdDSA")
MIN_RSA_BITS = 2048


class UnusableKey(ValueError):
    """Not a key to check tokens with; the message says why and does not repeat it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key and the one algorithm it is used with."""

    algorithm: str
    key: bytes | PublicKey = field(repr=False)


def from_secret(secret: str) -> SigningKey:
    return SigningKey(algorithm="HS256", key=secret.encode())


def from_pem(pem: str) -> SigningKey:
    """
    Raises:
        UnusableKey
    """
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise UnusableKey("must be a public key in PEM format") from None
    return _public(key)


def from_jwk(jwk: Mapping[str, object]) -> SigningKey:
    """One public key of a key set (RFC 7517).

    Raises:
        UnusableKey: also of a key that is meant for another use or another algorithm.
    """
    if jwk.get("kty") not in ("RSA", "EC", "OKP") or jwk.get("use", "sig") != "sig" or "d" in jwk:
        raise UnusableKey("must be a public key for signatures")
    try:
        signing = _public(PyJWK.from_dict(dict(jwk)).key)
    except (PyJWTError, ValueError, TypeError, KeyError):
        raise UnusableKey("must be a valid public key") from None
    if jwk.get("alg", signing.algorithm) != signing.algorithm:
        raise UnusableKey("must be for RS256, ES256 or EdDSA")
    return signing


def _public(key: object) -> SigningKey:
    if isinstance(key, RSAPublicKey) and key.key_size >= MIN_RSA_BITS:
        return SigningKey(algorithm="RS256", key=key)
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return SigningKey(algorithm="ES256", key=key)
    if isinstance(key, Ed25519PublicKey):
        return SigningKey(algorithm="EdDSA", key=key)
    raise UnusableKey(f"must be an RSA key of {MIN_RSA_BITS} bits or more, a P-256 or an Ed25519 key")
