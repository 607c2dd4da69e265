"""A file holds one idea; a file above the limit holds several."""

from pathlib import Path

from architecture.sources import Source, sources

MOST_LINES = 250


def too_long(source: Source) -> bool:
    return len(source.text.splitlines()) > MOST_LINES


def test_files_stay_below_the_line_limit() -> None:
    assert [str(source.path) for source in sources("src", "tests") if too_long(source)] == []


def test_limit_is_the_last_allowed_line() -> None:
    at_the_limit, past_it = ("\n" * lines for lines in (MOST_LINES, MOST_LINES + 1))
    assert not too_long(Source(path=Path("sample.py"), text=at_the_limit))
    assert too_long(Source(path=Path("sample.py"), text=past_it))
