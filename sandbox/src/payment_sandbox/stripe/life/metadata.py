"""Metadata: the seller's own notes on an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal


def merged(known: Mapping[str, str], given: Mapping[str, str] | Literal[""] | None) -> dict[str, str]:
    """Key by key; an empty value removes its key, and nothing at all removes everything (Stripe API, "Metadata")."""
    if given == "":
        return {}
    return {key: value for key, value in {**known, **(given or {})}.items() if value}
