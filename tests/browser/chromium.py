"""Location of a Chromium to test with."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from browser.packaged import packaged_chromium
from browser.program import Chromium
from node import NodeFailed

PATH_VARIABLE = "BROWSER_PATH"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """No browser was found, and none could be installed; the message says how to get one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Everything that finding a browser depends on."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    on_the_path: Callable[[str], str | None] = shutil.which
    packaged: Callable[[], Chromium] = packaged_chromium
    machine: tuple[str, str] = (sys.platform, platform.machine())


def find_chromium(finding: Finding | None = None) -> Chromium:
    """Return the browser that BROWSER_PATH names, else the machine's, else one from an npm package.

    Raises: NoBrowser
    """
    finding = finding or Finding()
    if named := finding.environment.get(PATH_VARIABLE, "").strip():
        if shutil.which(named) is None:
            raise NoBrowser(f"{PATH_VARIABLE} is {named}, which is no program")
        return Chromium(path=Path(named))
    for name in _NAMES:
        if found := finding.on_the_path(name):
            return Chromium(path=Path(found))
    return _packaged(finding)


def _packaged(finding: Finding) -> Chromium:
    advice = f"on Debian: apt-get install chromium; or name one in {PATH_VARIABLE}; or skip with BROWSER_TESTS=0"
    if finding.machine != ("linux", "x86_64"):
        raise NoBrowser(f"No Chromium on this machine, and none is packaged for it. Install one ({advice}).")
    try:
        return finding.packaged()
    except NodeFailed as error:
        raise NoBrowser(
            f"No Chromium on this machine, and npm brought none. Install one ({advice}).\n{error}"
        ) from None
