from __future__ import annotations

import json
from pathlib import Path

import pytest

from node import NodeFailed, node, packages

_HERE = Path(__file__).parent


def test_the_official_lemon_squeezy_client_is_there_to_be_run() -> None:
    script = 'import * as client from "@lemonsqueezy/lemonsqueezy.js"; console.log(typeof client.getSubscription);'
    assert node(["--input-type=module"], folder=packages(), seconds=30, say=script) == "function\n"


def test_the_lock_file_has_hashes_and_no_address() -> None:
    lock = json.loads((_HERE / "package-lock.json").read_text(encoding="utf-8"))
    entries = [entry for name, entry in lock["packages"].items() if name]
    assert entries
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in entries)


def test_a_program_that_fails_tells_why(tmp_path: Path) -> None:
    with pytest.raises(NodeFailed, match=r"ended with 1(?s:.*)no such luck"):
        node(["--input-type=module"], folder=tmp_path, seconds=30, say='throw new Error("no such luck")')


def test_a_program_that_goes_on_for_ever_is_ended(tmp_path: Path) -> None:
    with pytest.raises(NodeFailed, match=r"not done within 0\.5 s"):
        node(["--input-type=module"], folder=tmp_path, seconds=0.5, say="setInterval(() => {}, 1000)")
