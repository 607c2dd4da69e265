"""Every id that a provider sends is checked by the domain's rule when it is decoded."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.inspect import StrType, StructType, Type, UnionType, type_info

from architecture.sources import ROOT
from domain.provider import ID_PATTERN

WIRES = [
    *(
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for path in ROOT.glob("src/adapters/providers/*/wire/*.py")
    ),
    "fakes.providers.acme.wire",
]
BUYERS_WORDS = frozenset({"client_reference_id"})
"""These name the host's customer, not an object of the provider."""


def structs(module: str) -> Iterator[Any]:
    for each in vars(importlib.import_module(module)).values():
        if isinstance(each, type) and issubclass(each, msgspec.Struct) and each.__module__ == module:
            yield each


def unchecked(struct: Any) -> list[str]:
    """Name the fields that hold an id, or an object in place of an id, and accept any text."""
    described = type_info(struct)
    assert isinstance(described, StructType)
    return [
        f"{struct.__name__}.{field.name}"
        for field in described.fields
        if field.name not in BUYERS_WORDS and (_is_named_as_id(field.name) or _may_be_expanded(field.type))
        for each in _alternatives(field.type)
        if isinstance(each, StrType) and each.pattern != ID_PATTERN
    ]


def _is_named_as_id(name: str) -> bool:
    return name == "id" or name.endswith("_id")


def _may_be_expanded(type_: Type) -> bool:
    return any(
        isinstance(each, StructType) and any(field.name == "id" for field in each.fields)
        for each in _alternatives(type_)
    )


def _alternatives(type_: Type) -> tuple[Type, ...]:
    return type_.types if isinstance(type_, UnionType) else (type_,)


class Loose(msgspec.Struct):
    id: str
    price_id: str | None
    name: str
    client_reference_id: str | None


class Holder(msgspec.Struct):
    customer: str | Loose | None


@pytest.mark.parametrize("module", sorted(WIRES))
def test_wire_ids_follow_the_domains_rule(module: str) -> None:
    assert [field for struct in structs(module) for field in unchecked(struct)] == []


def test_id_that_accepts_any_text_is_found() -> None:
    assert unchecked(Loose) == ["Loose.id", "Loose.price_id"]
    assert unchecked(Holder) == ["Holder.customer"]


def test_wire_types_of_every_provider_are_covered() -> None:
    assert {module.split(".")[-3] for module in WIRES} >= {"stripe", "lemonsqueezy", "providers"}
    assert sum(len(list(structs(module))) for module in WIRES) > 40
