"""The SDK's annotations with their names resolved.

The SDK imports the types it only annotates with under `if TYPE_CHECKING:`. Those imports are read from the module's
source, and executed only when an annotation needs one of the names.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import Any, get_type_hints


class _DeferredImports(Mapping[str, Any]):
    """The names a module imports only for type checkers, each imported on first use."""

    def __init__(self, module: ModuleType) -> None:
        self._origins = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def __getitem__(self, name: str) -> Any:
        origin, attribute = self._origins[name]
        return getattr(importlib.import_module(origin), attribute)

    def __iter__(self) -> Iterator[str]:
        return iter(self._origins)

    def __len__(self) -> int:
        return len(self._origins)


@cache
def _deferred_imports(module: ModuleType) -> _DeferredImports:
    return _DeferredImports(module)


def resolved(annotations: Mapping[str, Any], module_name: str) -> dict[str, Any]:
    """Return `annotations` as written in that module, with every name resolved."""
    module = importlib.import_module(module_name)
    holder = SimpleNamespace(__annotations__=dict(annotations))
    return get_type_hints(holder, globalns=vars(module), localns=_deferred_imports(module), include_extras=True)


def fields(owner: type, leaving_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the public fields that a class of the SDK declares itself, resolved, in source order."""
    own = {
        name: annotation
        for name, annotation in inspect.get_annotations(owner).items()
        if not name.startswith("_") and name not in leaving_out
    }
    return resolved(own, owner.__module__)
