"""Ids that look like the vendors'."""

from __future__ import annotations

import re
import uuid

from entrypoints.sandbox.ids import Ids
from entrypoints.sandbox.records import Records
from entrypoints.sandbox.storage import Storage


def test_the_same_seed_gives_the_same_ids_and_none_of_them_twice() -> None:
    first, second = (Ids(Records(Storage(), "vendor"), "seed") for _ in range(2))
    made = [first.new("cus_", 14) for _ in range(1000)]
    assert made == [second.new("cus_", 14) for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(re.fullmatch(r"cus_[0-9A-Za-z]{14}", each) for each in made)


def test_another_seed_gives_others() -> None:
    one, other = (Ids(Records(Storage(), "vendor"), seed) for seed in ("one", "other"))
    assert one.new("cus_") != other.new("cus_")


def test_a_uuid_is_of_the_fourth_version() -> None:
    ids = Ids(Records(Storage(), "vendor"), "seed")
    assert [uuid.UUID(ids.uuid()).version for _ in range(20)] == [4] * 20
