"""A domain value is immutable, has no stray attributes, and is built with keywords."""

import ast
from pathlib import Path

import pytest

from architecture.sources import Source, sources

DEMANDED = {"frozen", "slots", "kw_only"}


def loose_dataclasses(source: Source) -> list[str]:
    """List dataclasses that lack one of the required options. Exceptions are exempt, since Python modifies them."""
    classes = [node for node in ast.walk(ast.parse(source.text)) if isinstance(node, ast.ClassDef)]
    return [
        f"{source.path}:{node.lineno} {node.name}"
        for node in classes
        if not _is_exception(node)
        for decorator in node.decorator_list
        if _is_dataclass(decorator) and not _switched_on(decorator) >= DEMANDED
    ]


def _is_exception(node: ast.ClassDef) -> bool:
    return any(_name(parent).endswith(("Error", "Exception")) for parent in node.bases)


def _is_dataclass(decorator: ast.expr) -> bool:
    return _name(decorator.func if isinstance(decorator, ast.Call) else decorator) == "dataclass"


def _switched_on(decorator: ast.expr) -> set[str]:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return {
        keyword.arg
        for keyword in keywords
        if keyword.arg and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    }


def _name(expression: ast.expr) -> str:
    return ast.unparse(expression).rpartition(".")[2]


def test_every_dataclass_of_the_domain_is_frozen_slotted_and_keyword_only() -> None:
    assert [found for source in sources("src/domain") for found in loose_dataclasses(source)] == []


@pytest.mark.parametrize(
    "decorator",
    [
        "dataclass",
        "dataclass()",
        "dataclasses.dataclass(frozen=True, slots=True)",
        "dataclass(frozen=True, kw_only=True)",
        "dataclass(slots=True, kw_only=True)",
        "dataclass(frozen=False, slots=True, kw_only=True)",
    ],
)
def test_loose_dataclass_is_found(decorator: str) -> None:
    sample = Source(path=Path("sample.py"), text=f"@{decorator}\nclass Money:\n    amount: int\n")
    assert loose_dataclasses(sample) == ["sample.py:2 Money"]


@pytest.mark.parametrize(
    "text",
    [
        "@dataclass(frozen=True, slots=True, kw_only=True)\nclass Money: ...",
        "@dataclass(frozen=True, slots=True, kw_only=True, order=True)\nclass Stamp: ...",
        "@dataclass\nclass CustomerNotFound(DomainError): ...",
        "class Status(StrEnum): ...",
    ],
)
def test_strict_dataclasses_exceptions_and_plain_classes_are_allowed(text: str) -> None:
    assert loose_dataclasses(Source(path=Path("sample.py"), text=text)) == []
