"""The project's own Python files, as the rules in this folder look at them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One Python file: where it is, relative to the repository, and what it says."""

    path: Path
    text: str


def sources(*folders: str, root: Path = ROOT) -> Iterator[Source]:
    """Every Python file below these folders; an empty folder is an error, lest a rule hold of nothing."""
    for folder in folders:
        files = sorted((root / folder).rglob("*.py"))
        if not files:
            raise FileNotFoundError(f"no Python file below {folder}")
        for file in files:
            yield Source(path=file.relative_to(root), text=file.read_text(encoding="utf-8"))
