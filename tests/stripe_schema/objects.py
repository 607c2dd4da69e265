"""Whether something is an object as Stripe's API makes it in the version that the SDK pins."""

import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from stripe._object_classes import OBJECT_CLASSES

from stripe_schema.mismatch import mismatch, problems
from stripe_schema.translation import Translator, list_of


def validate_object(candidate: dict[str, Any]) -> None:
    """Accept an object, an event together with what it carries, or a page of objects.

    Unknown fields, missing ones and wrong types raise `SchemaMismatch`. Unknown words of an enumeration do
    not: Stripe declares them open.
    """
    found = list(_problems(candidate, prefix=""))
    if found:
        raise mismatch(str(candidate.get("object", "an object without a type")), found)


def _problems(candidate: Any, prefix: str) -> Iterator[str]:
    name = candidate.get("object") if isinstance(candidate, dict) else None
    if name not in OBJECT_CLASSES:
        yield f"{prefix or '(whole)'}: its field 'object' names nothing that Stripe has: {name!r}"
        return
    found = list(problems(_validator(name).iter_errors(candidate), prefix))
    yield from found
    if not found:
        for path, inner in _untyped_content(candidate):
            yield from _problems(inner, ".".join(filter(None, [prefix, path])))


def _untyped_content(candidate: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The objects whose type the type around them leaves open."""
    if candidate["object"] == "event":
        yield "data.object", candidate["data"]["object"]
    elif candidate["object"] == "list":
        yield from ((f"data.{index}", inner) for index, inner in enumerate(candidate["data"]))


@cache
def _translator() -> Translator:
    return Translator()


@cache
def _validator(name: str) -> jsonschema_rs.Validator:
    translator = _translator()
    if name == "list":
        return jsonschema_rs.validator_for(list_of({}))
    module, attribute = OBJECT_CLASSES[name]
    schema = translator.schema(getattr(importlib.import_module(module), attribute))
    return jsonschema_rs.validator_for(translator.complete(schema))
