"""All provider folders are alike: each has the files that docs/adding-a-provider.md lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from architecture.sources import ROOT

FOLDERS = [
    *(path.parent for path in sorted(ROOT.glob("src/adapters/providers/*/assembly.py"))),
    ROOT / "tests/fakes/providers/acme",
]
_ROW = re.compile(r"^\| `(\w+)\.py`", re.MULTILINE)


def listed() -> list[str]:
    return _ROW.findall((ROOT / "docs/adding-a-provider.md").read_text(encoding="utf-8"))


def missing(folder: Path) -> list[str]:
    """Return the listed names that are neither a file nor a folder there."""
    return [name for name in listed() if not (folder / f"{name}.py").is_file() and not (folder / name).is_dir()]


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_provider_has_every_listed_file(folder: Path) -> None:
    assert missing(folder) == []


def test_list_is_read_and_a_missing_file_is_found(tmp_path: Path) -> None:
    assert len(listed()) == 10
    assert len(FOLDERS) >= 3
    assert missing(tmp_path) == listed()
