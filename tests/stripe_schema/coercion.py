"""Conversion of form values to the types of the schema.

A text that cannot be converted stays unchanged, and the following validation reports it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from stripe_schema.form import Tree

Schema: TypeAlias = dict[str, Any]

_INTEGER = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TRUTH = {"true": True, "false": False}


def coerced(value: str | Tree, schema: Schema, definitions: Mapping[str, Schema]) -> Any:
    """Convert `value` by the first matching alternative of the schema.

    One is enough: Stripe never gives the same text, or two different structures, different meanings.
    """
    fitting = (each for each in _alternatives(schema, definitions) if _could_take(each, value))
    chosen = next(fitting, None)
    if chosen is None:
        return value
    if isinstance(value, str):
        return _leaf(value, chosen)
    if chosen["type"] == "array":
        in_order = sorted(value.items(), key=lambda pair: int(pair[0]))
        return [coerced(each, chosen["items"], definitions) for _, each in in_order]
    properties, rest = chosen.get("properties", {}), chosen.get("additionalProperties") or {}
    return {name: coerced(each, properties.get(name, rest), definitions) for name, each in value.items()}


def _alternatives(schema: Schema, definitions: Mapping[str, Schema]) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _alternatives(each, definitions)
    else:
        yield schema


def _could_take(schema: Schema, value: str | Tree) -> bool:
    if isinstance(value, str):
        return bool(_leaf(value, schema) != value)
    return schema.get("type") == "object" or (schema.get("type") == "array" and _are_indexes(value))


def _are_indexes(value: Tree) -> bool:
    return set(value) == {str(index) for index in range(len(value))}


def _leaf(text: str, schema: Schema) -> Any:
    match schema.get("type"):
        case "boolean":
            return _TRUTH.get(text, text)
        case "integer" if _INTEGER.fullmatch(text):
            return int(text)
        case "number" if _NUMBER.fullmatch(text):
            return float(text)
        case _:
            return text
