"""Log lines, and data that must never be logged."""

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


def test_line_is_one_json_object_with_the_given_fields(capsys: pytest.CaptureFixture[str]) -> None:
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


def test_log_can_be_written_to_another_stream(capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = StringIO()
    configure_logging(elsewhere)
    logging.getLogger("some.library").warning("heard")
    assert lines(capsys) == []
    assert json.loads(elsewhere.getvalue())["event"] == "heard"


def test_terminal_formatting_is_omitted(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("uvicorn.error").info("started", extra={"color_message": "\x1b[36mstarted"})
    (line,) = lines(capsys)
    assert line.keys() == {"event", "level", "logger", "timestamp"}


def test_error_is_logged_by_type_and_location_only(capsys: pytest.CaptureFixture[str]) -> None:
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


def test_extra_fields_never_replace_the_message_or_level(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("portal").warning("it failed", extra={"event": "evt_1", "level": "none", "provider": "stripe"})
    [line] = lines(capsys)
    assert (line["event"], line["level"], line["provider"]) == ("it failed", "warning", "stripe")


@pytest.mark.parametrize("library", ["httpx", "httpcore", "stripe", "uvicorn.access", "sqlalchemy.engine"])
def test_requests_and_statements_of_libraries_are_not_logged(capsys: pytest.CaptureFixture[str], library: str) -> None:
    configure_logging()
    logging.getLogger(library).info("GET https://portal.test/session/secret")
    assert lines(capsys) == []


@pytest.mark.parametrize("library", ["procrastinate.worker", "psycopg.pool"])
def test_errors_of_libraries_that_repeat_secrets_are_not_logged(
    capsys: pytest.CaptureFixture[str], library: str
) -> None:
    configure_logging()
    logging.getLogger(library).error("connection to server at 10.0.0.1 failed for user portal")
    assert lines(capsys) == []
