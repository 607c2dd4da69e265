from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kept import kept


class BrokenOff(Exception): ...


def test_concurrent_requests_for_an_artifact_build_it_once(tmp_path: Path) -> None:
    made: list[Path] = []
    both_want_it = threading.Barrier(2)

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "whole").touch()

    def want() -> bool:
        both_want_it.wait(10)
        return (kept("thing", make, within=tmp_path) / "whole").exists()

    with ThreadPoolExecutor(2) as threads:
        assert [wanted.result(10) for wanted in (threads.submit(want), threads.submit(want))] == [True, True]
    assert len(made) == 1


def test_interrupted_build_is_started_again(tmp_path: Path) -> None:
    def breaks_off(folder: Path) -> None:
        (folder / "half").touch()
        raise BrokenOff

    with pytest.raises(BrokenOff):
        kept("thing", breaks_off, within=tmp_path)
    folder = kept("thing", lambda folder: (folder / "whole").touch(), within=tmp_path)
    assert [file.name for file in folder.iterdir()] == ["whole"]
