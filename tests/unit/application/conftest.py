import pytest

from unit.application.stage import Stage


@pytest.fixture
def stage() -> Stage:
    return Stage()
