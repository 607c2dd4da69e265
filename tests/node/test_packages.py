from __future__ import annotations

import json
from pathlib import Path

import pytest

from node import NodeFailed, node, packages

pytestmark = pytest.mark.processes

_HERE = Path(__file__).parent


def test_official_lemon_squeezy_client_can_be_run() -> None:
    script = 'import * as client from "@lemonsqueezy/lemonsqueezy.js"; console.log(typeof client.getSubscription);'
    assert node(["--input-type=module"], folder=packages(), seconds=30, say=script) == "function\n"


def test_lock_file_has_hashes_and_no_registry_address() -> None:
    lock = json.loads((_HERE / "package-lock.json").read_text(encoding="utf-8"))
    entries = [entry for name, entry in lock["packages"].items() if name]
    assert entries
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in entries)


def test_failing_program_is_reported_with_its_output(tmp_path: Path) -> None:
    with pytest.raises(NodeFailed, match=r"ended with 1(?s:.*)no such luck"):
        node(["--input-type=module"], folder=tmp_path, seconds=30, say='throw new Error("no such luck")')


def test_program_that_never_ends_is_killed(tmp_path: Path) -> None:
    with pytest.raises(NodeFailed, match=r"not done within 0\.5 s"):
        node(["--input-type=module"], folder=tmp_path, seconds=0.5, say="setInterval(() => {}, 1000)")
