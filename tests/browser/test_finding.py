from __future__ import annotations

import sys
from pathlib import Path

import pytest

from browser.chromium import Finding, NoBrowser, find_chromium
from browser.program import Chromium
from node import NodeFailed

PACKAGED = Chromium(path=Path("/kept/chromium"))


def nowhere(_: str) -> None:
    return None


def packaged() -> Chromium:
    return PACKAGED


def out_of_reach() -> Chromium:
    raise NodeFailed("no registry in reach")


def test_named_browser_takes_precedence() -> None:
    finding = Finding(environment={"BROWSER_PATH": sys.executable}, on_the_path=lambda name: f"/usr/bin/{name}")
    assert find_chromium(finding) == Chromium(path=Path(sys.executable))


def test_missing_named_browser_is_an_error_and_not_replaced() -> None:
    with pytest.raises(NoBrowser, match="BROWSER_PATH is /nowhere/chromium"):
        find_chromium(Finding(environment={"BROWSER_PATH": "/nowhere/chromium"}, packaged=packaged))


def test_browser_of_the_machine_takes_precedence_over_the_packaged_one() -> None:
    places = {"google-chrome": "/opt/chrome"}
    assert find_chromium(Finding(environment={}, on_the_path=places.get, packaged=packaged)).path == Path("/opt/chrome")


def test_packaged_browser_is_used_if_the_machine_has_none() -> None:
    finding = Finding(environment={}, on_the_path=nowhere, packaged=packaged, machine=("linux", "x86_64"))
    assert find_chromium(finding) is PACKAGED


def test_missing_browser_is_reported_with_reason_and_remedy() -> None:
    finding = Finding(environment={}, on_the_path=nowhere, packaged=out_of_reach, machine=("linux", "x86_64"))
    with pytest.raises(NoBrowser, match=r"apt-get install chromium(?s:.*)no registry in reach"):
        find_chromium(finding)


def test_other_platforms_have_no_packaged_browser() -> None:
    finding = Finding(environment={}, on_the_path=nowhere, packaged=packaged, machine=("darwin", "arm64"))
    with pytest.raises(NoBrowser, match="none is packaged"):
        find_chromium(finding)
