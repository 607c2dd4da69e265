"""Parsing of `.env` files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.settings.dotenv import UnreadableLine, parse, read_dotenv


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("# nothing\n\n   \n", {}),
        ("A=1\nB = two words ", {"A": "1", "B": "two words"}),
        ("export A=1", {"A": "1"}),
        ("A=", {"A": ""}),
        ("A= # nothing yet", {"A": ""}),
        ("A=1 # one", {"A": "1"}),
        ("A=https://app.example/#top", {"A": "https://app.example/#top"}),
        ("A='x # y' # z", {"A": "x # y"}),
        ('A="x # y"', {"A": "x # y"}),
        (r'A="a\nb\"c\\n\$d\q"', {"A": 'a\nb"c\\n$d\\q'}),
        (r"A='a\nb'", {"A": r"a\nb"}),
        ('A="one\ntwo"\nB=3', {"A": "one\ntwo", "B": "3"}),
        ("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("A=1\nA=2", {"A": "2"}),
        ("A=b=c", {"A": "b=c"}),
    ],
)
def test_file_is_parsed_like_a_shell_script(text: str, values: dict[str, str]) -> None:
    assert parse(text) == values


@pytest.mark.parametrize(
    ("text", "line"), [("A=1\nhello", 2), ("=1", 1), ("1A=1", 1), ('A=1\nB="open\nC=2', 2), ("A='x' y", 1)]
)
def test_invalid_line_is_reported_by_number_without_its_content(text: str, line: int) -> None:
    with pytest.raises(UnreadableLine) as refused:
        parse(text)
    assert str(refused.value) == f".env, line {line}: must be NAME=value, a comment or empty"


@given(st.text())
def test_arbitrary_text_is_parsed_or_refused(text: str) -> None:
    try:
        names = parse(text).keys()
    except UnreadableLine:
        return
    assert all(name.isidentifier() for name in names)


def test_missing_file_gives_no_settings(tmp_path: Path) -> None:
    assert read_dotenv(tmp_path / ".env") == {}


def test_binary_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A=1\nB=\xff")
    with pytest.raises(UnreadableLine, match="line 2"):
        read_dotenv(tmp_path / ".env")
