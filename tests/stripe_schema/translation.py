"""Translation of the SDK's types to JSON Schema.

Requests and responses differ. A nullable field of a response may be absent, and Stripe's enums are open: a new value
must break nothing. A request must be right: it may use only the values known today.
"""

import types
import typing
from decimal import Decimal
from typing import Any, Literal, NotRequired, Union, get_args, get_origin

import typing_extensions
from stripe import ListObject, RequestOptions, StripeObject
from stripe._stripe_object import UntypedStripeObject

from stripe_schema.annotations import fields

_LEAVES: dict[Any, dict[str, Any]] = {
    type(None): {"type": "null"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    Any: {},
    StripeObject: {"type": "object"},
    UntypedStripeObject: {"type": "object"},
}

_UNIONS = (Union, types.UnionType)


class Translator:
    """Translates types one by one and keeps the definitions they refer to, each made once."""

    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {}

    def complete(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return `schema` together with everything that it may refer to."""
        return {**schema, "$defs": self.definitions}

    def schema(self, kind: Any, *, sent: bool = False) -> dict[str, Any]:
        """Return the schema of one annotation; `sent` is whether it is part of a request."""
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is None:
            return dict(_LEAVES[kind]) if kind in _LEAVES else self._reference(kind)
        if origin in (Literal, *_UNIONS):
            return self._union(arguments if origin in _UNIONS else (kind,), sent=sent)
        if origin is NotRequired:
            return self.schema(arguments[0], sent=sent)
        if origin is list:
            return {"type": "array", "items": self.schema(arguments[0], sent=sent)}
        if origin in (dict, UntypedStripeObject):
            return {"type": "object", "additionalProperties": self.schema(arguments[-1], sent=sent)}
        if origin is ListObject:
            return list_of(self.schema(arguments[0]))
        raise TypeError(f"no translation for {kind!r}")

    def _union(self, members: tuple[Any, ...], *, sent: bool) -> dict[str, Any]:
        words = [word for member in members if get_origin(member) is Literal for word in get_args(member)]
        others = [member for member in members if get_origin(member) is not Literal]
        if words and str in others:  # an enumeration that is declared open
            if sent and any(words):  # "" alone only says that the value may be cleared
                others.remove(str)
            else:
                words = []
        branches = [self.schema(member, sent=sent) for member in others]
        if words:
            branches.insert(0, {"enum": words})
        return branches[0] if len(branches) == 1 else {"anyOf": branches}

    def _reference(self, owner: type) -> dict[str, Any]:
        name = f"{owner.__module__}.{owner.__qualname__}"
        if name not in self.definitions:
            definition = self.definitions[name] = {}  # before its fields: types refer to each other in circles
            definition.update(self._sent(owner) if typing_extensions.is_typeddict(owner) else self._received(owner))
        return {"$ref": f"#/$defs/{name}"}

    def _sent(self, owner: type) -> dict[str, Any]:
        ours = fields(owner, leaving_out=frozenset(RequestOptions.__annotations__))
        required: frozenset[str] = getattr(owner, "__required_keys__", frozenset())
        return _closed(
            {name: self.schema(kind, sent=True) for name, kind in ours.items()},
            required=[name for name in ours if name in required],
        )

    def _received(self, owner: type) -> dict[str, Any]:
        declared = {n: kind for n, kind in fields(owner).items() if get_origin(kind) is not typing.ClassVar}
        whole = _closed(
            {name: self.schema(kind) for name, kind in declared.items()},
            required=[name for name, kind in declared.items() if type(None) not in get_args(kind)],
        )
        return {"anyOf": [whole, _tombstone(whole)]} if "deleted" in declared else whole


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a page of a list, as returned by the API or nested in objects."""
    page = {
        "object": {"const": "list"},
        "data": {"type": "array", "items": items},
        "has_more": {"type": "boolean"},
        "url": {"type": "string"},
    }
    return _closed(page, required=list(page))


def _tombstone(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a deleted object when it is retrieved."""
    left = {name: whole["properties"][name] for name in ("id", "object")} | {"deleted": {"const": True}}
    return _closed(left, required=list(left))


def _closed(properties: dict[str, Any], *, required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
