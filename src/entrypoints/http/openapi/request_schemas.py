"""Details of request schemas that the framework does not derive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar.openapi.spec import OpenAPIType, Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition
from msgspec import Struct

from entrypoints.http.schemas.customer import AccountLink
from entrypoints.http.schemas.portal_session import OpenPortal


class RequestSchemaPlugin(OpenAPISchemaPlugin):
    """They are the ones that refuse unknown fields. `providers`: the names of those that are connected."""

    def __init__(self, providers: Iterable[str]) -> None:
        self._providers = sorted(providers)

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        return (
            not field_definition.is_union
            and field_definition.is_subclass_of(Struct)
            and field_definition.annotation.__struct_config__.forbid_unknown_fields
        )

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:
        # For attrs, which comes along with a dependency, the framework has a plugin that knows nothing of fields.
        others = (p for p in schema_creator.plugins if isinstance(p, OpenAPISchemaPlugin) and p is not self)
        framework = next(plugin for plugin in others if plugin.is_plugin_supported_field(field_definition))
        schema: Schema = framework.to_openapi_schema(field_definition, schema_creator)
        schema.additional_properties = False
        if field_definition.annotation is OpenPortal:
            schema.schema_not = _both("subscription", "purchase")
        if field_definition.annotation is AccountLink:
            provider = Schema(type=OpenAPIType.STRING, enum=self._providers)
            schema.properties = {**(schema.properties or {}), "provider": provider}
        return schema


def _both(*names: str) -> Schema:
    """Null is as good as left out."""
    return Schema(required=list(names), properties={name: Schema(type=OpenAPIType.OBJECT) for name in names})
