"""The documents name only files and folders that exist, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from architecture.sources import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FOLDERS = ("src", "tests", "docs", "deploy", "sandbox", "demo")
FILES = [
    path.relative_to(ROOT)
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
]
PATHS = {str(path) for file in FILES for path in (file, *file.parents)}

_CODE_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"`([\w./-]+\.(?:py|css|svg|conf))`")
_FOLDER = re.compile(r"`((?:src|tests|docs|deploy)/[\w/]*\w|\w+/[\w/]*\w(?=/))/?`")
_LINK = re.compile(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)")


def missing_paths(text: str) -> list[str]:
    """Return the named files and folders that do not exist. A path may omit its first folders."""
    prose = _CODE_BLOCK.sub("", text)
    named = sorted({*_FILE.findall(prose), *_FOLDER.findall(prose)})
    return [name for name in named if not any(path == name or path.endswith(f"/{name}") for path in PATHS)]


def broken_links(text: str, folder: Path) -> list[str]:
    return [target for target in _LINK.findall(_CODE_BLOCK.sub("", text)) if not (folder / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_document_names_only_paths_that_exist(document: Path) -> None:
    assert missing_paths(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_document_has_no_broken_link(document: Path) -> None:
    assert broken_links(document.read_text(encoding="utf-8"), document.parent) == []


def test_missing_path_and_broken_link_are_found() -> None:
    text = "`src/domain/money.py`, `domain/mony.py` and `src/nowhere/`, see [here](README.md#top) and [there](lost.md)"
    assert missing_paths(text) == ["domain/mony.py", "src/nowhere"]
    assert broken_links(text, ROOT) == ["lost.md"]


def test_paths_in_code_blocks_are_not_checked() -> None:
    assert missing_paths("```\n`src/nowhere/`\n```\n") == []
