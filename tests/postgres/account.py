"""The system account of the server, since PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_UNPRIVILEGED = "nobody"
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Starts programs as one user and hands files over to that user.

    ``uid`` and ``gid`` are None for an ordinary user: then nothing has to change hands.
    """

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def unprivileged(cls) -> "Account":
        """Return the current user, or ``nobody`` for root."""
        if os.geteuid() != 0:
            return cls()
        nobody = pwd.getpwnam(_UNPRIVILEGED)
        return cls(uid=nobody.pw_uid, gid=nobody.pw_gid)

    def own(self, tree: Path) -> None:
        """Give a file, or a folder with its content, to this account."""
        if self.uid is None or self.gid is None:
            return
        for path in (tree, *tree.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def run(self, command: Sequence[str], *, home: Path, log: Path, seconds: float) -> bool:
        """Run a program to its end, or kill it on a timeout. Return whether it succeeded."""
        process = self.start(command, home=home, log=log)
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            process.kill()
            process.wait()

    def start(self, command: Sequence[str], *, home: Path, log: Path) -> subprocess.Popen[bytes]:
        """Start a program in ``home`` with an empty environment; its output is appended to ``log``."""
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=home,
                env=_ENVIRONMENT | {"HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
                start_new_session=True,
            )
