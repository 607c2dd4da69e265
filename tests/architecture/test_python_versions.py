"""Several files state the supported Python versions, and they agree."""

import re
import tomllib
from typing import Any

from architecture.sources import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CLASSIFIER = "Programming Language :: Python :: "


def versions_of_ci() -> list[str]:
    """Return the versions that CI looks for."""
    [line] = re.findall(r"^supported='(.*)'$", (ROOT / ".ci" / "versions").read_text(encoding="utf-8"), re.MULTILINE)
    return str(line).split()


def test_oldest_version_is_the_same_for_every_tool() -> None:
    oldest = versions_of_ci()[0]
    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"--python-version {oldest} " in makefile
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in makefile
    assert f"Python {oldest} or newer" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {oldest} or newer" in (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def test_declared_versions_are_tested_by_ci() -> None:
    classifiers = PROJECT["project"]["classifiers"]
    declared = [each.removeprefix(CLASSIFIER) for each in classifiers if each.startswith(f"{CLASSIFIER}3.")]
    assert declared == versions_of_ci()[: len(declared)]
    stated = f"Python {declared[0]} to {declared[-1]}"
    assert stated in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
