"""Deliveries, crashes, retries, fetches, reconciliations and replays in any order: nothing is lost, and the mirror
converges.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from adapters.persistence.database import make_engines
from mishaps.machine import Mishaps
from mishaps.storage import Gate, GatedDatabase

pytestmark = pytest.mark.slow

STEPS = 40


def test_mirror_converges_after_any_sequence_of_crashes() -> None:
    far = settings(max_examples=2 * settings().max_examples, stateful_step_count=STEPS)
    run_state_machine_as_test(Mishaps, settings=far)


def test_database_converges_after_any_sequence_of_crashes(migrated_sqlite: Path) -> None:
    few = settings(max_examples=settings().max_examples // 10, stateful_step_count=STEPS)
    with tempfile.TemporaryDirectory() as folder:

        def keep(gate: Gate) -> GatedDatabase:
            file = shutil.copy(migrated_sqlite, Path(tempfile.mkdtemp(dir=folder)) / "portal.db")
            return GatedDatabase(engines=make_engines(f"sqlite:///{file}"), gate=gate)

        class MishapsOnADatabase(Mishaps):
            def __init__(self) -> None:
                super().__init__(keep)

        run_state_machine_as_test(MishapsOnADatabase, settings=few)
