"""What the tests of the fake Lemon Squeezy have in common."""

from __future__ import annotations

import pytest

from sandbox.lemonsqueezy.stage import Stage


@pytest.fixture
def stage() -> Stage:
    return Stage()
