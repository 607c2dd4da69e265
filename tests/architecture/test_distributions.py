"""The service is distributed without its sandbox, and the sandbox without the service."""

from __future__ import annotations

import tomllib
from pathlib import Path
from zipfile import ZipFile

from hatchling.builders.wheel import WheelBuilder

from architecture.sources import ROOT


def packages_in_wheel(project: Path, folder: Path) -> set[str]:
    [wheel] = WheelBuilder(str(project)).build(directory=str(folder), versions=["standard"])
    with ZipFile(wheel) as archive:
        return {name.split("/")[0] for name in archive.namelist() if ".dist-info" not in name}


def test_wheel_of_the_service_contains_neither_sandbox_nor_demo(tmp_path: Path) -> None:
    assert packages_in_wheel(ROOT, tmp_path) == {"domain", "application", "adapters", "entrypoints"}


def test_wheel_of_the_sandbox_contains_the_sandbox_alone(tmp_path: Path) -> None:
    assert packages_in_wheel(ROOT / "sandbox", tmp_path) == {"payment_sandbox"}


def test_sandbox_requires_only_what_the_service_pins_too() -> None:
    def requirements(project: Path) -> set[str]:
        return set(tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])

    assert requirements(ROOT / "sandbox") - requirements(ROOT) == {"markupsafe>=3"}
