"""Stripe's form encoding, undone (Stripe API, "Request bodies"): `items[0][price]=p` is a list of mappings."""

from __future__ import annotations

import re
from typing import TypeAlias
from urllib.parse import parse_qsl

from payment_sandbox.stripe.refusal import Refusal

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_MOST_FIELDS = 1000
_DEEPEST = 10


def decoded(encoded: bytes) -> dict[str, Value]:
    """The parameters of a query or of a body; everything is still text.

    Raises:
        Refusal
    """
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refusal("Invalid request (check that your POST content type is URL-encoded UTF-8 text)") from None
    root: dict[str, Value] = {}
    for key, text in pairs:
        _place(root, _steps(key), text, key)
    return {name: _lists(value) for name, value in root.items()}


def _steps(key: str) -> list[str]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise Refusal(f"Invalid parameter name: {key}", param=key)
    steps = [match[1], *_BRACKETS.findall(match[2])]
    if len(steps) > _DEEPEST:
        raise Refusal(f"Too deeply nested: {key}", param=key)
    return steps


def _place(root: dict[str, Value], steps: list[str], text: str, key: str) -> None:
    place = root
    for step in steps[:-1]:
        inner = place.setdefault(step or str(len(place)), {})
        if not isinstance(inner, dict):
            raise Refusal(f"Invalid {key}: given both as a value and as a hash", param=key)
        place = inner
    last = steps[-1] or str(len(place))
    if last in place:
        raise Refusal(f"Invalid {key}: given more than once", param=key)
    place[last] = text


def _lists(value: Value) -> Value:
    """What was indexed by 0, 1, 2... is a list."""
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(each) for key, each in value.items()}
    if inner and all(key.isascii() and key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return dict(inner)
