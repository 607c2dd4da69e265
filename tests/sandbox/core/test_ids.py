"""Ids in the formats of the vendors."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest

from payment_sandbox.ids import Ids
from payment_sandbox.records import Records
from payment_sandbox.storage import Storage


@pytest.fixture
def records(storage: Storage) -> Records:
    return Records(storage, "vendor")


@pytest.fixture
def records_of_another() -> Iterator[Records]:
    with closing(Storage()) as storage:
        yield Records(storage, "vendor")


def test_same_seed_gives_the_same_unique_ids(records: Records, records_of_another: Records) -> None:
    first, second = Ids(records, "seed"), Ids(records_of_another, "seed")
    made = [first.new("cus_", 14) for _ in range(1000)]
    assert made == [second.new("cus_", 14) for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(re.fullmatch(r"cus_[0-9A-Za-z]{14}", each) for each in made)


def test_another_seed_gives_other_ids(records: Records, records_of_another: Records) -> None:
    one, other = Ids(records, "one"), Ids(records_of_another, "other")
    assert one.new("cus_") != other.new("cus_")


def test_uuid_is_version_4(records: Records) -> None:
    ids = Ids(records, "seed")
    assert [uuid.UUID(ids.uuid()).version for _ in range(20)] == [4] * 20
