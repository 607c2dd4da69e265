"""A file name describes its content; some words describe nothing."""

from pathlib import PurePath

import pytest

from architecture.sources import sources

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "service", "impl"}


def says_nothing(path: PurePath) -> bool:
    """Return whether a file or one of its folders has such a word in its name."""
    words = {word for part in path.with_suffix("").parts for word in part.lower().split("_")}
    return not words.isdisjoint(SAYS_NOTHING)


def test_files_and_folders_have_descriptive_names() -> None:
    assert [str(source.path) for source in sources("src", "tests") if says_nothing(source.path)] == []


@pytest.mark.parametrize(
    "path", ["src/utils.py", "src/common/money.py", "src/stripe_helpers.py", "src/base/__init__.py"]
)
def test_meaningless_name_is_found(path: str) -> None:
    assert says_nothing(PurePath(path))


@pytest.mark.parametrize("path", ["src/domain/money.py", "src/adapters/database.py", "src/serviceability.py"])
def test_only_whole_words_are_checked(path: str) -> None:
    assert not says_nothing(PurePath(path))
