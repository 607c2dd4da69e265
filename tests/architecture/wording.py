"""The words that names and docstrings do not begin with or contain, and where a source breaks the rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from architecture.sources import Source

DANGLING = frozenset({"what", "whatever", "who", "whoever", "whom", "whose", "nobody", "somebody", "everybody"})
"""A sentence or a name that begins with one of these hides its subject."""
_PRIVATE = frozenset({"anew", "besides", "told", "tells", "heard", "whoever", "whatever", "wish", "bookmark"})
_ARTICLES = frozenset({"a", "an", "the"})
_LONGEST_NAME = 92
_FIRST_WORD = re.compile(r"[A-Za-z']+")
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def awkward_test_names(source: Source) -> Iterator[str]:
    """Return the test functions that do not state a subject and its behavior."""
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            first, *others = node.name.split("_")[1:]
            if first in DANGLING | _ARTICLES or _PRIVATE & {first, *others} or len(node.name) > _LONGEST_NAME:
                yield f"{source.path}:{node.lineno} {node.name}"


def dangling_docstrings(source: Source) -> Iterator[str]:
    """Return the docstrings whose first word leaves the sentence without a subject."""
    for node in ast.walk(ast.parse(source.text)):
        if not isinstance(node, _Documented) or (docstring := ast.get_docstring(node)) is None:
            continue
        word = _FIRST_WORD.match(docstring)
        if word is not None and word[0].lower() in DANGLING:
            yield f"{source.path}:{getattr(node, 'lineno', 1)} {docstring.splitlines()[0]}"
