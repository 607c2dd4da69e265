"""Fixtures for every test, and the size of the searches of property tests."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from postgres import DatabaseUrl, running_server

pytest_plugins = ["connections", "databases", "processes", "silence.plugin", "browser.fixtures"]

settings.register_profile("default", derandomize=True, deadline=None, database=None)
settings.register_profile("long", max_examples=2_000, deadline=None, database=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_finish() -> None:
    """Spare the garbage collector the collected tests, which live as long as the run: it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[DatabaseUrl]:
    """Start a real PostgreSQL once for the whole run; return the URL of its maintenance database."""
    with running_server() as url:
        yield url
