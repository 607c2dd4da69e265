"""What the log says, and what it never says."""

from __future__ import annotations

import json
import logging
from io import StringIO
from typing import Any

import pytest

from entrypoints.log import configure_logging

pytestmark = pytest.mark.usefixtures("_the_log_as_it_was")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_json_object_with_what_was_handed_over(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("some.library").warning("a provider\nrefused %s", "twice", extra={"provider": "alpha"})
    (line,) = lines(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "a provider\nrefused twice",
        "level": "warning",
        "logger": "some.library",
        "provider": "alpha",
    }


def test_it_goes_elsewhere_when_told_to(capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = StringIO()
    configure_logging(elsewhere)
    logging.getLogger("some.library").warning("heard")
    assert lines(capsys) == []
    assert json.loads(elsewhere.getvalue())["event"] == "heard"


def test_what_is_meant_for_a_terminal_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("uvicorn.error").info("started", extra={"color_message": "\x1b[36mstarted"})
    (line,) = lines(capsys)
    assert line.keys() == {"event", "level", "logger", "timestamp"}


def test_of_an_error_only_its_kind_and_its_places_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    try:
        try:
            raise KeyError("a secret")
        except KeyError as error:
            raise RuntimeError("another secret") from error
    except RuntimeError:
        logging.getLogger("some.library").exception("it went wrong")
    (line,) = lines(capsys)
    assert [place for place in line["trace"] if not place.startswith(" ")] == ["RuntimeError", "KeyError"]
    assert "secret" not in json.dumps(line)


def test_what_is_said_besides_never_takes_the_place_of_what_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("portal").warning("it failed", extra={"event": "evt_1", "level": "none", "provider": "stripe"})
    [line] = lines(capsys)
    assert (line["event"], line["level"], line["provider"]) == ("it failed", "warning", "stripe")


@pytest.mark.parametrize("library", ["httpx", "httpcore", "stripe", "uvicorn.access", "sqlalchemy.engine"])
def test_what_libraries_call_is_not_told(capsys: pytest.CaptureFixture[str], library: str) -> None:
    configure_logging()
    logging.getLogger(library).info("GET https://portal.test/session/secret")
    assert lines(capsys) == []


@pytest.mark.parametrize("library", ["procrastinate.worker", "psycopg.pool"])
def test_libraries_that_repeat_what_an_error_says_tell_of_none(
    capsys: pytest.CaptureFixture[str], library: str
) -> None:
    configure_logging()
    logging.getLogger(library).error("connection to server at 10.0.0.1 failed for user portal")
    assert lines(capsys) == []
