"""Key pairs of a host, generated for each run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from examples import NOON

TOO_SHORT = 1024


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its signing algorithm."""

    algorithm: str
    private: Any

    @property
    def pem(self) -> str:
        public = self.private.public_key()
        text: bytes = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return text.decode()

    def jwk(self, **members: object) -> dict[str, object]:
        family: Any = {"RS": RSAAlgorithm, "ES": ECAlgorithm, "Ed": OKPAlgorithm}[self.algorithm[:2]]
        described = family.to_jwk(self.private.public_key())
        return {**json.loads(described if isinstance(described, str) else json.dumps(described)), **members}

    def token(self, *, key_id: str | None = None, **claims: object) -> str:
        said = {"sub": "ada", "exp": int(NOON.timestamp()) + 60, **claims}
        return jwt.encode(said, self.private, self.algorithm, headers={"kid": key_id} if key_id else None)


@cache
def key_pair(algorithm: str, name: str = "") -> KeyPair:
    """Return the same pair for the same `name`."""
    made = {
        "RS256": lambda: generate_rsa(public_exponent=65537, key_size=2048),
        "RS256-1024": lambda: generate_rsa(public_exponent=65537, key_size=TOO_SHORT),
        "ES256": lambda: generate_ec(SECP256R1()),
        "ES384": lambda: generate_ec(SECP384R1()),
        "EdDSA": Ed25519PrivateKey.generate,
    }[algorithm]()
    return KeyPair(algorithm.partition("-")[0], made)
