"""Decoding of Stripe's form encoding: `items[0][id]=si_1` becomes `{"items": {"0": {"id": "si_1"}}}`.

Everything is still text here, and lists are mappings of their indexes: only the schema knows their types.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import parse_qsl

Form: TypeAlias = Mapping[str, str] | bytes | str | None
"""A body or a query as it travels, or its decoded pairs."""

Tree: TypeAlias = dict[str, "str | Tree"]

_KEY = re.compile(r"(?P<name>[^\[\]]+)(?P<brackets>(?:\[[^\[\]]+\])*)")
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")


def tree(form: Form) -> Tree:
    """Return the nested structure of a form; a ValueError describes a contradiction."""
    root: Tree = {}
    for key, value in _pairs(form):
        *parents, last = _steps(key)
        place = root
        for step in parents:
            inner = place.setdefault(step, {})
            if isinstance(inner, str):
                raise ValueError(f"{key}: stands beside a plain value for {step}")
            place = inner
        if last in place:
            raise ValueError(f"{key}: given more than once")
        place[last] = value
    return root


def _pairs(form: Form) -> Iterable[tuple[str, str]]:
    if form is None:
        return ()
    if isinstance(form, Mapping):
        return form.items()
    text = form if isinstance(form, str) else form.decode("ascii")
    return parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict")


def _steps(key: str) -> Iterator[str]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"{key}: brackets must hold a name or an index and be balanced")
    yield match["name"]
    yield from _BRACKETED.findall(match["brackets"])
