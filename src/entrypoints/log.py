"""The log: one JSON object a line on standard error, whichever library speaks."""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from application.execution.stack_trace import stack_trace

LEVEL = logging.INFO

_TELL_URLS = ("httpx", "httpcore", "stripe", "uvicorn.access", "sqlalchemy", "alembic", "aiosqlite", "psycopg")
"""Libraries that speak of what they call or run: only their warnings are heard."""

_TELL_ERRORS = ("procrastinate", "psycopg.pool")
"""Libraries that repeat what an error says, which may be an address: whoever drives them says what went wrong."""

_with_extras = structlog.stdlib.ExtraAdder()


def configure_logging(stream: TextIO | None = None) -> None:
    """Log to standard error, or to the given stream.

    Nothing secret is ever handed to the log; so nothing is masked here, and no message of an error is repeated.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(json_lines())
    logging.basicConfig(handlers=[handler], level=LEVEL, force=True)
    quiet_libraries()


def json_lines() -> logging.Formatter:
    """Return a formatter that writes each record as a line of JSON."""
    processors: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _and_what_is_said_besides,
        _without_colour,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _places_instead_of_messages,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(default=str),
    ]
    return structlog.stdlib.ProcessorFormatter(processors=processors)


def quiet_libraries() -> None:
    """Has them tell of nothing but what is wrong, or not even that."""
    for name in _TELL_URLS:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _TELL_ERRORS:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _and_what_is_said_besides(logger: Any, name: str, event: EventDict) -> EventDict:
    """It never takes the place of what is said."""
    return {**_with_extras(logger, name, {**event}), **event}


def _without_colour(_: Any, __: str, event: EventDict) -> EventDict:
    """The server says some things a second time, for a terminal."""
    event.pop("color_message", None)
    return event


def _places_instead_of_messages(_: Any, __: str, event: EventDict) -> EventDict:
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["trace"] = stack_trace(error)
    return event
