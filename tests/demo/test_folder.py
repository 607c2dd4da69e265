from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from portal_demo.folder import AlreadyRunning, DemoState, opened


def nowhere(_: DemoState) -> str | None:
    return None


def port_of(kept: DemoState) -> str | None:
    return f"at {kept.ports[0]}" if kept.ports else None


def test_state_is_restored_at_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path, address=nowhere) as folder:
        kept = msgspec.structs.replace(folder.kept(), ports=(1, 2, 3), seeded=True)
        folder.keep(kept)
    with opened(tmp_path, address=nowhere) as folder:
        assert folder.kept() == kept


def test_keys_are_readable_only_by_the_owner(tmp_path: Path) -> None:
    with opened(tmp_path, address=nowhere) as folder:
        folder.keep(DemoState())
    assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600
    assert repr(DemoState()) == "<Kept>"


def test_each_demo_has_its_own_keys() -> None:
    assert DemoState().api_key != DemoState().api_key


def test_unreadable_state_is_discarded(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{half")
    with opened(tmp_path, address=nowhere) as folder:
        assert not folder.kept().seeded


def test_reset_deletes_everything(tmp_path: Path) -> None:
    with opened(tmp_path, address=nowhere) as folder:
        folder.keep(DemoState(seeded=True))
        folder.portal_database.write_text("rows")
        (tmp_path / "more").mkdir()
        folder.empty()
        assert not folder.kept().seeded
    assert [file.name for file in tmp_path.iterdir()] == ["lock"]


def test_second_demo_in_the_same_folder_is_refused_with_the_address_of_the_first(tmp_path: Path) -> None:
    with opened(tmp_path, address=nowhere) as folder:
        folder.keep(DemoState(ports=(8400, 8401, 8402)))
        with pytest.raises(AlreadyRunning) as refused, opened(tmp_path, address=port_of):
            pass
    assert refused.value.where == "at 8400"
