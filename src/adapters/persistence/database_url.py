"""The supported database URLs."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}


class InvalidDatabaseUrl(ValueError):
    """A database URL that cannot be used. What was given is not repeated: it may hold a password."""


def database_url(text: str) -> URL:
    """The URL with the one driver that is used for its database.

    Raises:
        InvalidDatabaseUrl
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise InvalidDatabaseUrl(
            "must look like postgresql://user:password@host:5432/database or sqlite:///folder/file.db"
        ) from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise InvalidDatabaseUrl("must begin with postgresql:// or sqlite:///")
    if driver == _DRIVERS["sqlite"] and url.database in (None, "", ":memory:"):
        raise InvalidDatabaseUrl("must name a file for SQLite: sqlite:///folder/file.db")
    return url.set(drivername=driver)
