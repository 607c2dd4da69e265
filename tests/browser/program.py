"""A browser that can be started."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chromium:
    """The program and the additional environment it needs."""

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def flags(self) -> list[str]:
        """Return flags that disable background network requests and, as root, the browser's own sandbox, which
        refuses to work there.
        """
        flags = [
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-gpu",
            "--disable-quic",
            "--disable-sync",
            "--font-render-hinting=none",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            "--no-first-run",
        ]
        return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags
