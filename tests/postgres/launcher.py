"""The server as seen from a test run: somebody else's, or one kept by a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from postgres.url import DatabaseUrl

SERVER_VARIABLE = "TEST_POSTGRES_URL"
_TESTS = Path(__file__).parent.parent
_STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class KeptServer:
    """A server in the care of a child process."""

    url: DatabaseUrl
    _keeper: "subprocess.Popen[str]" = field(repr=False)

    def crash(self) -> None:
        """Returns when it is gone."""
        self._tell("crash")

    def start(self) -> None:
        """After a crash, with the same data at the same port; returns when it can be connected to."""
        self._tell("start")

    def _tell(self, what: str) -> None:
        assert self._keeper.stdin
        assert self._keeper.stdout
        self._keeper.stdin.write(f"{what}\n")
        self._keeper.stdin.flush()
        if not self._keeper.stdout.readline():
            raise RuntimeError(f"PostgreSQL did not {what}; its keeper says why on standard error")


@contextmanager
def running_server(environment: Mapping[str, str] = os.environ) -> Iterator[DatabaseUrl]:
    """The server that ``TEST_POSTGRES_URL`` names, whose account must be allowed to create databases;
    without that variable a server of our own, stopped at the end."""
    given = environment.get(SERVER_VARIABLE)
    if given:
        yield DatabaseUrl(given)
        return
    with kept_server() as kept:
        yield kept.url


@contextmanager
def kept_server() -> Iterator[KeptServer]:
    """A server in the care of a child process, out of reach of a Ctrl-C meant for the test run."""
    with subprocess.Popen(
        [sys.executable, "-m", "postgres"],
        env=os.environ | {"PYTHONPATH": str(_TESTS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as keeper:
        assert keeper.stdin
        assert keeper.stdout
        try:
            url = keeper.stdout.readline().strip()
            if not url:
                raise RuntimeError("PostgreSQL did not start; its keeper says why on standard error")
            yield KeptServer(DatabaseUrl(url), keeper)
        finally:
            keeper.stdin.close()
            try:
                keeper.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                keeper.terminate()
