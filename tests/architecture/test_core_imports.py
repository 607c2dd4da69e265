"""The domain imports only the standard library and itself; the application also imports the domain."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.sources import Source, sources

ALLOWED = {"domain": {"domain"}, "application": {"domain", "application"}}


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return line and module of every import, wherever it is; a relative one keeps its dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def foreign_imports(source: Source, allowed: set[str]) -> list[str]:
    own = allowed | sys.stdlib_module_names
    found = imported(ast.parse(source.text))
    return [f"{source.path}:{line} {name}" for line, name in found if name.split(".")[0] not in own]


@pytest.mark.parametrize("layer", sorted(ALLOWED))
def test_core_imports_only_the_standard_library_and_the_core(layer: str) -> None:
    assert [line for source in sources(f"src/{layer}") for line in foreign_imports(source, ALLOWED[layer])] == []


@pytest.mark.parametrize(
    ("line", "layer"),
    [
        ("import stripe", "domain"),
        ("import os, msgspec.json", "application"),
        ("from sqlalchemy.sql import text", "application"),
        ("from application.ports import clock", "domain"),
        ("from adapters import clock", "application"),
        ("from . import money", "domain"),
        ("def late():\n    import httpx", "application"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import litestar", "domain"),
    ],
)
def test_foreign_import_is_found(line: str, layer: str) -> None:
    assert len(foreign_imports(Source(path=Path("sample.py"), text=line), ALLOWED[layer])) == 1


def test_imports_of_the_core_and_the_standard_library_are_allowed() -> None:
    text = "import os.path\nfrom collections.abc import Set\nfrom domain.money import Money"
    assert foreign_imports(Source(path=Path("sample.py"), text=text), ALLOWED["application"]) == []
