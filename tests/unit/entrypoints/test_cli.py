"""The command line, as far as it works without a server."""

from __future__ import annotations

import subprocess
import sys

import pytest

from entrypoints.cli.__main__ import main


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("customer-portal 0.")


@pytest.mark.parametrize("arguments", [[], ["dance"], ["serve", "--port", "70000"], ["serve", "--port", "http"]])
def test_invalid_arguments_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "customer-portal" in capsys.readouterr().err


@pytest.mark.processes
def test_help_loads_no_heavy_modules() -> None:
    program = "import sys; from entrypoints.cli.__main__ import _parser; _parser(); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {"litestar", "stripe", "sqlalchemy", "alembic", "uvicorn"}.isdisjoint(loaded)
