"""The `.env` file: one `NAME=value` a line, as a shell would read it."""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)", re.DOTALL)
_DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?', re.DOTALL)
_SINGLE_QUOTED = re.compile(r"'([^']*)'\s*(?:#.*)?", re.DOTALL)
_COMMENT = re.compile(r"(?:^|\s+)#.*")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


class UnreadableLine(ValueError):
    """A line that is no setting. The message names the line and does not repeat it."""

    def __init__(self, number: int) -> None:
        super().__init__(f".env, line {number}: must be NAME=value, a comment or empty")


def read_dotenv(path: Path) -> dict[str, str]:
    """Read the file; return nothing if there is none.

    Raises:
        UnreadableLine
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise UnreadableLine(error.object.count(b"\n", 0, error.start) + 1) from None
    return parse(text)


def parse(text: str) -> dict[str, str]:
    """A value in quotes may go over several lines; an unquoted one ends at ` #`. The last word on a name counts.

    Raises:
        UnreadableLine
    """
    values: dict[str, str] = {}
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        first = number
        line = lines[number].strip()
        number += 1
        if not line or line.startswith("#"):
            continue
        value = _value(line)
        while value is None and number < len(lines):
            line = f"{line}\n{lines[number].rstrip()}"
            number += 1
            value = _value(line)
        if value is None:
            raise UnreadableLine(first + 1)
        values.update([value])
    return values


def _value(line: str) -> tuple[str, str] | None:
    """Name and value, None if the line is no setting or its closing quote is still to come."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    name, raw = match.groups()
    if raw.startswith('"'):
        quoted = _DOUBLE_QUOTED.fullmatch(raw)
        return (name, re.sub(r"\\(.)", _unescaped, quoted[1], flags=re.DOTALL)) if quoted else None
    if raw.startswith("'"):
        quoted = _SINGLE_QUOTED.fullmatch(raw)
        return (name, quoted[1]) if quoted else None
    return None if "\n" in raw else (name, _COMMENT.sub("", raw).strip())


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[0])
