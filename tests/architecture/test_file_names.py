"""A name says what is inside; some names say only that nobody knew where else to put it."""

from pathlib import PurePath

import pytest

from architecture.sources import sources

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "service", "impl"}


def says_nothing(path: PurePath) -> bool:
    """Whether a file, or a folder on the way to it, has such a word in its name."""
    words = {word for part in path.with_suffix("").parts for word in part.lower().split("_")}
    return not words.isdisjoint(SAYS_NOTHING)


def test_every_file_and_folder_is_named_for_what_is_inside() -> None:
    assert [str(source.path) for source in sources("src", "tests") if says_nothing(source.path)] == []


@pytest.mark.parametrize(
    "path", ["src/utils.py", "src/common/money.py", "src/stripe_helpers.py", "src/base/__init__.py"]
)
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    assert says_nothing(PurePath(path))


@pytest.mark.parametrize("path", ["src/domain/money.py", "src/adapters/database.py", "src/serviceability.py"])
def test_a_word_is_judged_as_a_whole(path: str) -> None:
    assert not says_nothing(PurePath(path))
