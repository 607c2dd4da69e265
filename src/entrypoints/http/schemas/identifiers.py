"""Patterns of ids in the OpenAPI document. The domain validates them."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from litestar.params import PathParameter, QueryParameter
from msgspec import Meta

_CUSTOMER: Final = {"pattern": r"^(?!erased:)[A-Za-z0-9_.:@|+~-]{1,200}$"}
_PROVIDER: Final = {"pattern": r"^[a-z][a-z0-9_-]{0,39}$"}
_EVENT: Final = r"^[a-z][a-z0-9_-]{0,39}:[ -~]{1,255}$"
_AT_A_PROVIDER: Final = {"pattern": r"^[ -~]{1,255}$"}

CustomerInPath: TypeAlias = Annotated[
    str,
    PathParameter(description="The host application's user id, or `me` with a browser token.", schema_extra=_CUSTOMER),
]
ProviderInPath: TypeAlias = Annotated[str, PathParameter(schema_extra=_PROVIDER)]
IdInPath: TypeAlias = Annotated[
    str, PathParameter(description="The provider's id, percent-encoded.", schema_extra=_AT_A_PROVIDER)
]

EventInPath: TypeAlias = Annotated[
    str, PathParameter(description="The event's `id`, percent-encoded.", schema_extra={"pattern": _EVENT})
]
ProviderInQuery: TypeAlias = Annotated[str | None, QueryParameter(schema_extra=_PROVIDER)]
CustomerInQuery: TypeAlias = Annotated[str | None, QueryParameter(schema_extra=_CUSTOMER)]

ProviderInBody: TypeAlias = Annotated[str, Meta(extra_json_schema={"extra": _PROVIDER})]
IdInBody: TypeAlias = Annotated[str, Meta(extra_json_schema={"extra": _AT_A_PROVIDER})]
LinkedId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=255, pattern=r"^[ -~]+$")]
"""What a host may link: no provider gives out ids of anything but printable ASCII."""
