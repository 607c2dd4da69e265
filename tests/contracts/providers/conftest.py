"""Every provider passes the whole suite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from contracts.providers.every_provider import EVERY_PROVIDER
from contracts.providers.under_test import ProviderUnderTest


@pytest.fixture(params=list(EVERY_PROVIDER.values()), ids=list(EVERY_PROVIDER))
def under_test(request: pytest.FixtureRequest) -> Iterator[ProviderUnderTest]:
    made: ProviderUnderTest = request.param()
    with closing(made):
        yield made
