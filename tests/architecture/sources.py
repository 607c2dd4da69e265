"""The project's own Python files, as the rules in this folder see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A Python file: its path relative to the repository, and its text."""

    path: Path
    text: str


def sources(*folders: str, root: Path = ROOT) -> Iterator[Source]:
    """List every Python file below these folders. An empty folder is an error, so that no rule passes for lack of
    files.
    """
    for folder in folders:
        files = sorted((root / folder).rglob("*.py"))
        if not files:
            raise FileNotFoundError(f"no Python file below {folder}")
        for file in files:
            yield Source(path=file.relative_to(root), text=file.read_text(encoding="utf-8"))
