"""Expansion of ids by the fake Stripe."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

Object = dict[str, Any]


def expanded(
    answer: Object, paths: Sequence[str], objects: Mapping[str, Object], line_items: Mapping[str, list[Object]]
) -> Object:
    """Return the response with the fields at these paths, e.g. `data.payment_intent`, as objects."""
    whole = copy.deepcopy(answer)
    for path in paths:
        assert path.count(".") < 4, f"{path}: Stripe expands four levels at most"
        _expand(whole, path.split("."), objects, line_items)
    return whole


def _expand(
    place: Any, path: Sequence[str], objects: Mapping[str, Object], line_items: Mapping[str, list[Object]]
) -> None:
    if isinstance(place, list):
        for each in place:
            _expand(each, path, objects, line_items)
        return
    if not path or not isinstance(place, dict):
        return
    name, *rest = path
    if name == "line_items" and place["object"] == "checkout.session":
        place[name] = _list_of(copy.deepcopy(line_items.get(place["id"], [])))
    elif name == "payments" and place["object"] == "invoice":
        paid = (o for o in objects.values() if o["object"] == "invoice_payment" and o["invoice"] == place["id"])
        place[name] = _list_of([copy.deepcopy(each) for each in paid])
    elif isinstance(place.get(name), str):
        place[name] = copy.deepcopy(objects.get(place[name], place[name]))
    elif isinstance(place.get(name), list):
        place[name] = [_object(each, objects) for each in place[name]]
    _expand(place.get(name), rest, objects, line_items)


def _object(named: Any, objects: Mapping[str, Object]) -> Any:
    return copy.deepcopy(objects.get(named, named)) if isinstance(named, str) else named


def _list_of(data: list[Object]) -> Object:
    return {"object": "list", "data": data, "has_more": False, "url": "/v1/example"}
