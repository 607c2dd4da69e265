"""Whether parameters are what a call takes, and Stripe's words for it when they are not."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from payment_sandbox.stripe.api.form import Value
from payment_sandbox.stripe.refusal import Refusal

Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=5000)]
Url: TypeAlias = Annotated[str, Meta(pattern=r"^https?://[^\s/]+", max_length=5000)]
Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=255)]
Metadata: TypeAlias = dict[Annotated[str, Meta(max_length=40)], Annotated[str, Meta(max_length=500)]]
Clearing: TypeAlias = Annotated[str, Meta(max_length=0)]
"""An empty text takes away what was set."""

Given = TypeVar("Given", bound="Parameters")

_AT = re.compile(r"(?P<what>.*?)(?: - at (?:`key` in )?`\$(?P<path>[^`]*)`)?")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_TOO_SHORT = "Expected `str` of length >= 1"
_NO_URL = re.compile(r"Expected `str` matching regex")
_NUMBER = re.compile(r"Expected `int`")
_STEP = re.compile(r"\.?(\[[^\]]*\]|[^.\[\]]+)")


class Parameters(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a call takes besides ids in its path. What was not given is not there."""

    expand: list[Text] | UnsetType = UNSET


class Page(Parameters, kw_only=True):
    """What every list takes (Stripe API, "Pagination")."""

    limit: Annotated[int, Meta(ge=1, le=100)] = 10
    starting_after: Id | UnsetType = UNSET
    ending_before: Id | UnsetType = UNSET


def read(sent: dict[str, Value], parameters: type[Given]) -> Given:
    """
    Raises:
        Refusal: naming the parameter.
    """
    try:
        return msgspec.convert(sent, parameters, strict=False)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from None


def given(parameters: Struct, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """Those that were given, as plain values; `expand` is none of an object's business."""
    plain: dict[str, Any] = msgspec.to_builtins(parameters)
    return {name: value for name, value in plain.items() if name not in ("expand", *but)}


def _refusal(error: str) -> Refusal:
    match = _AT.fullmatch(error)
    what, path = (match["what"], match["path"] or "") if match else (error, "")
    if unknown := _UNKNOWN.fullmatch(what):
        param = _name(f"{path}.{unknown[1]}")
        return Refusal(f"Received unknown parameter: {param}", param=param, code="parameter_unknown")
    if missing := _MISSING.fullmatch(what):
        param = _name(f"{path}.{missing[1]}")
        return Refusal(f"Missing required param: {param}.", param=param, code="parameter_missing")
    param = _name(path)
    if what == _TOO_SHORT:
        message = (
            f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter"
        )
        return Refusal(f"{message}; however '{param}' cannot be unset.", param=param, code="parameter_invalid_empty")
    if _NO_URL.match(what):
        return Refusal("Not a valid URL", param=param, code="url_invalid")
    code = "parameter_invalid_integer" if _NUMBER.match(what) else None
    return Refusal(f"Invalid {param}: {what}", param=param, code=code)


def _name(path: str) -> str:
    """`.items[0].price` is `items[0][price]`; which key of several it was is not told."""
    steps = [step.strip("[]") for step in _STEP.findall(path) if step != "[...]"]
    return "".join(step if index == 0 else f"[{step}]" for index, step in enumerate(steps))
