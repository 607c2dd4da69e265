"""Validation of objects against Stripe's API in the version that the SDK pins."""

import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from stripe._object_classes import OBJECT_CLASSES, V2_OBJECT_CLASSES
from stripe.events._event_classes import get_v2_event_class

from stripe_schema.mismatch import mismatch, problems
from stripe_schema.translation import Translator, list_of


def validate_object(candidate: dict[str, Any]) -> None:
    """Accept an object, an event together with its content, or a page of objects.

    Unknown fields, missing ones and wrong types raise `SchemaMismatch`. Unknown enum values do not: Stripe declares
    them open.
    """
    found = list(_problems(candidate, prefix=""))
    if found:
        raise mismatch(str(candidate.get("object", "an object without a type")), found)


def _problems(candidate: Any, prefix: str) -> Iterator[str]:
    name = candidate.get("object") if isinstance(candidate, dict) else None
    if name not in OBJECT_CLASSES and name not in V2_OBJECT_CLASSES:
        yield f"{prefix or '(whole)'}: its field 'object' names nothing that Stripe has: {name!r}"
        return
    if name == "v2.core.event":
        yield from _problems_of_thin_event(candidate, prefix)
        return
    found = list(problems(_validator_of(candidate).iter_errors(candidate), prefix))
    yield from found
    if not found:
        for path, inner in _untyped_content(candidate):
            yield from _problems(inner, ".".join(filter(None, [prefix, path])))


def _problems_of_thin_event(candidate: dict[str, Any], prefix: str) -> Iterator[str]:
    """Validate a thin event: its type determines the related object, and a class that all types share the rest."""
    of_its_type = {name: candidate.get(name) for name in ("related_object", "type")}
    shared = {name: value for name, value in candidate.items() if name != "related_object"}
    specific = get_v2_event_class(candidate["type"])
    yield from problems(_validator(specific).iter_errors(of_its_type), prefix)
    yield from problems(_validator_of(shared).iter_errors(shared), prefix)


def _untyped_content(candidate: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the nested objects whose type the enclosing type leaves open."""
    if candidate["object"] == "event":
        yield "data.object", candidate["data"]["object"]
    elif candidate["object"] == "list":
        yield from ((f"data.{index}", inner) for index, inner in enumerate(candidate["data"]))


@cache
def _translator() -> Translator:
    return Translator()


def _validator_of(candidate: dict[str, Any]) -> jsonschema_rs.Validator:
    name = candidate["object"]
    if name == "list":
        return jsonschema_rs.validator_for(list_of({}))
    module, attribute = (OBJECT_CLASSES | V2_OBJECT_CLASSES)[name]
    return _validator(getattr(importlib.import_module(module), attribute))


@cache
def _validator(class_: Any) -> jsonschema_rs.Validator:
    translator = _translator()
    return jsonschema_rs.validator_for(translator.complete(translator.schema(class_)))
