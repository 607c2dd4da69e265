"""The server as seen from a test run: somebody else's, or one kept by a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from postgres.url import DatabaseUrl

SERVER_VARIABLE = "TEST_POSTGRES_URL"
_TESTS = Path(__file__).parent.parent
_STOP_SECONDS = 30.0


@contextmanager
def running_server(environment: Mapping[str, str] = os.environ) -> Iterator[DatabaseUrl]:
    """The server that ``TEST_POSTGRES_URL`` names, whose account must be allowed to create databases;
    without that variable a server of our own, stopped at the end."""
    given = environment.get(SERVER_VARIABLE)
    if given:
        yield DatabaseUrl(given)
        return
    with kept_server() as url:
        yield url


@contextmanager
def kept_server() -> Iterator[DatabaseUrl]:
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
            yield DatabaseUrl(url)
        finally:
            keeper.stdin.close()
            try:
                keeper.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                keeper.terminate()
