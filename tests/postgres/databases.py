"""Databases created and dropped on a running server; copying a template takes some 25 ms."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from postgres.url import DatabaseUrl


def create_database(server_url: str, name: str, template: str | None = None) -> DatabaseUrl:
    """Create an empty database, or a copy of ``template``, and return its URL.

    Nobody may be connected to the template meanwhile: PostgreSQL refuses to copy a database in use.
    """
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    _execute(server_url, statement)
    return DatabaseUrl(server_url).of(name)


def drop_database(server_url: str, name: str) -> None:
    """Drop a database and close its connections; a missing one is not an error."""
    _execute(server_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def temporary_database(server_url: str, template: str | None = None) -> Iterator[DatabaseUrl]:
    """Yield a database with a unique name, and drop it at the end."""
    name = f"test_{secrets.token_hex(8)}"
    url = create_database(server_url, name, template)
    try:
        yield url
    finally:
        drop_database(server_url, name)


def _execute(server_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(server_url, autocommit=True, connect_timeout=10) as connection:
        connection.execute(statement)
