"""The forms that the page sends."""

from __future__ import annotations

from collections.abc import Mapping, Set
from urllib.parse import parse_qsl

from entrypoints.http.errors import InvalidRequest, UnsupportedMediaType
from entrypoints.http.request import ApiRequest

_MOST_FIELDS = 8
_MEDIA_TYPE = "application/x-www-form-urlencoded"


async def form_of(request: ApiRequest, fields: Set[str]) -> Mapping[str, str]:
    """Every field once, and none but these; those left out are missing.

    Raises:
        UnsupportedMediaType, InvalidRequest
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _MEDIA_TYPE:
        raise UnsupportedMediaType
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest("body", "must be a form") from None
    form = dict(pairs)
    if len(form) != len(pairs) or not form.keys() <= fields:
        raise InvalidRequest("body", "must have each field at most once and no unknown fields")
    return form
