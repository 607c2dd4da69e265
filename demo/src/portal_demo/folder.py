"""The folder in which a demo lives on from one start to the next."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

_KEPT, _LOCK = "demo.json", "lock"


class AlreadyRunning(Exception):
    """Another demo lives in this folder. `where`: its address, None while it has none."""

    def __init__(self, where: str | None) -> None:
        super().__init__(where)
        self.where = where


def _secret() -> str:
    return secrets.token_urlsafe(32)


class DemoState(msgspec.Struct, frozen=True, kw_only=True):
    """What must be the same at the next start. `ports`: of the host application, the service and the sandbox."""

    ports: tuple[int, int, int] | None = None
    seeded: bool = False
    api_key: str = msgspec.field(default_factory=_secret)
    operator_key: str = msgspec.field(default_factory=_secret)
    checkout_reference_secret: str = msgspec.field(default_factory=_secret)
    stripe_key: str = msgspec.field(default_factory=lambda: f"sk_test_{secrets.token_hex(16)}")
    stripe_webhook_secret: str = msgspec.field(default_factory=lambda: f"whsec_{secrets.token_hex(16)}")
    lemonsqueezy_webhook_secret: str = msgspec.field(default_factory=lambda: secrets.token_hex(16))

    def __repr__(self) -> str:
        return "<Kept>"


@dataclass(frozen=True, slots=True)
class Folder:
    """Ours alone, as long as it is open."""

    path: Path

    @property
    def portal_database(self) -> Path:
        return self.path / "portal.sqlite3"

    @property
    def sandbox_database(self) -> Path:
        return self.path / "sandbox.sqlite3"

    @property
    def log(self) -> Path:
        return self.path / "demo.log"

    def kept(self) -> DemoState:
        """What was kept; something new where there is nothing, or nothing that can be read."""
        return read_kept(self.path) or DemoState()

    def keep(self, kept: DemoState) -> None:
        """At once or not at all, and for nobody else to read."""
        written = self.path / f"{_KEPT}.new"
        with open(written, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(msgspec.json.encode(kept))
        written.replace(self.path / _KEPT)

    def empty(self) -> None:
        """Forget everything: the next step is the first."""
        for found in self.path.iterdir():
            if found.name == _LOCK:
                continue
            if found.is_dir() and not found.is_symlink():
                shutil.rmtree(found)
            else:
                found.unlink()


@contextmanager
def opened(path: Path, *, address: Callable[[DemoState], str | None]) -> Iterator[Folder]:
    """The system gives the lock back when its holder ends, however that happens.

    Raises:
        AlreadyRunning: `address` says of what it keeps where that is.
    """
    path.mkdir(parents=True, exist_ok=True)
    with (path / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            kept = read_kept(path)
            raise AlreadyRunning(address(kept) if kept else None) from None
        yield Folder(path)


def read_kept(path: Path) -> DemoState | None:
    """None where there is nothing, or nothing that can be read."""
    try:
        return msgspec.json.decode((path / _KEPT).read_bytes(), type=DemoState)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
