"""Deliveries, crashes, retries, asks, comparisons and replays in any order: nothing is lost, and all comes right."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from adapters.persistence.database import make_engines
from mishaps.machine import Mishaps
from mishaps.storage import Gate, GatedDatabase

STEPS = 40


def test_whatever_happens_nothing_is_lost_and_the_mirror_ends_equal_to_the_providers() -> None:
    far = settings(max_examples=2 * settings().max_examples, stateful_step_count=STEPS)
    run_state_machine_as_test(Mishaps, settings=far)


def test_whatever_happens_a_database_comes_to_the_same(migrated_sqlite: Path) -> None:
    few = settings(max_examples=settings().max_examples // 10, stateful_step_count=STEPS)
    with tempfile.TemporaryDirectory() as folder:

        def keep(gate: Gate) -> GatedDatabase:
            file = shutil.copy(migrated_sqlite, Path(tempfile.mkdtemp(dir=folder)) / "portal.db")
            return GatedDatabase(engines=make_engines(f"sqlite:///{file}"), gate=gate)

        class MishapsOnADatabase(Mishaps):
            def __init__(self) -> None:
                super().__init__(keep)

        run_state_machine_as_test(MishapsOnADatabase, settings=few)
