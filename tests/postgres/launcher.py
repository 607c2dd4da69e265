"""The server of a test run: an existing one, or one in its own process."""

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
    """A server kept by a child process."""

    url: DatabaseUrl
    _keeper: "subprocess.Popen[str]" = field(repr=False)

    def crash(self) -> None:
        """Let the server crash, and return once it has ended."""
        self._tell("crash")

    def start(self) -> None:
        """Start it after a crash, with the same data and port, and return once it accepts connections."""
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
    """Yield the server that ``TEST_POSTGRES_URL`` names, whose account must be allowed to create databases; without
    that variable, run our own and stop it at the end.
    """
    given = environment.get(SERVER_VARIABLE)
    if given:
        yield DatabaseUrl(given)
        return
    with kept_server() as kept:
        yield kept.url


@contextmanager
def kept_server() -> Iterator[KeptServer]:
    """Run a server in a child process, which a Ctrl-C for the test run does not reach."""
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
