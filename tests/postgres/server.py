"""A PostgreSQL server on its own loopback port, with a password, in a temporary folder."""

import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from postgres.account import Account
from postgres.binaries import programs
from postgres.url import DatabaseUrl

_ADDRESS = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_PORTS_TRIED = 10
_SETTINGS = {
    "listen_addresses": _ADDRESS,
    "max_connections": "100",
    "unix_socket_directories": "",
}
# The data is deleted with the folder, so it need not survive a power failure. It survives a crash of the server:
# committed data has been handed to the system before the commit is acknowledged.
_CARELESS = {"fsync": "off", "full_page_writes": "off"}


class PortTakenError(Exception):
    """Another program took the port after we chose it."""


def free_port() -> int:
    """Return a loopback port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind((_ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True, kw_only=True)
class Server:
    """A server that runs until it is made to crash."""

    url: DatabaseUrl
    start_again: Callable[[], "subprocess.Popen[bytes]"] = field(repr=False)
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def crash(self) -> None:
        """End the server without an orderly shutdown: connections are cut, and uncommitted data is lost."""
        _stop(self.process)

    def start(self) -> None:
        """Start it after a crash, with the same data and port."""
        self.process = self.start_again()


@contextmanager
def server(choose_port: Callable[[], int] = free_port, *, durable: bool = False) -> Iterator[Server]:
    """Run a server for the duration of the block and remove everything afterwards.

    If another program takes the chosen port first, another port is chosen. `durable` writes as safely as with
    valuable data, to measure the cost.
    """
    home = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        account = Account.unprivileged()
        account.own(home)
        binaries = programs(account, home)
        password = _initialise(binaries, account, home)
        settings = _SETTINGS if durable else _SETTINGS | _CARELESS
        process, port = _start(binaries, account, home, choose_port, settings)
        running = Server(
            url=DatabaseUrl(f"postgresql://postgres:{password}@{_ADDRESS}:{port}/postgres"),
            start_again=lambda: _start(binaries, account, home, lambda: port, settings)[0],
            process=process,
        )
        try:
            yield running
        finally:
            _stop(running.process)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _initialise(binaries: Path, account: Account, home: Path) -> str:
    password, file, log = secrets.token_urlsafe(24), home / "password", home / "initdb.log"
    file.touch(mode=0o600)
    file.write_text(password)
    account.own(file)
    command = [str(binaries / "initdb"), "-D", str(home / "data"), "--username=postgres", f"--pwfile={file}"]
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    if not account.run(command + options, home=home, log=log, seconds=_START_SECONDS):
        raise RuntimeError(f"initdb failed:\n{log.read_text()}")
    file.unlink()
    return password


def _start(
    binaries: Path, account: Account, home: Path, choose_port: Callable[[], int], settings: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(_PORTS_TRIED):
        port = choose_port()
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(binaries / "postgres"), "-D", str(home / "data"), "-p", str(port), *options]
        process = account.start(command, home=home, log=home / "server.log")
        try:
            _wait_until_ready(process, home)
        except PortTakenError:
            continue
        except BaseException:
            _stop(process)
            raise
        return process, port
    raise RuntimeError(f"PostgreSQL found no free port in {_PORTS_TRIED} attempts")


def _wait_until_ready(process: subprocess.Popen[bytes], home: Path) -> None:
    """Wait for the status line that the server keeps at the end of its pid file."""
    pid_file, log = home / "data" / "postmaster.pid", home / "server.log"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = log.read_text()
            if "Address already in use" in said.rpartition("starting PostgreSQL")[2]:
                raise PortTakenError
            raise RuntimeError(f"PostgreSQL stopped at once:\n{said}")
        with suppress(FileNotFoundError):
            if pid_file.read_text().rstrip().endswith("ready"):
                return
        time.sleep(0.01)
    raise RuntimeError(f"PostgreSQL was not ready after {_START_SECONDS:.0f} s:\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop without a last checkpoint: the server ends its own children and frees its shared memory."""
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
