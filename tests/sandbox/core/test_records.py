"""Records: storing, finding and ordering them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections import is_open, take_opened
from payment_sandbox.records import Records
from payment_sandbox.storage import Storage

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@pytest.fixture
def records(storage: Storage) -> Records:
    return Records(storage, "vendor")


@given(content=JSON)
def test_record_is_read_back_unchanged(content: object) -> None:
    with closing(Storage()) as storage:
        records = Records(storage, "vendor")
        records.put("thing", {"id": "1", "content": content})
        assert records.get("thing", "1") == {"id": "1", "content": content}


def test_returned_record_is_a_copy(records: Records) -> None:
    records.put("thing", {"id": "1", "inner": {"kept": True}})
    got = records.get("thing", "1")
    assert got is not None
    got["inner"]["kept"] = False
    assert records.get("thing", "1") == {"id": "1", "inner": {"kept": True}}


def test_kinds_and_vendors_are_separate(storage: Storage) -> None:
    one, other = Records(storage, "one"), Records(storage, "other")
    one.put("thing", {"id": "1"})
    assert (one.get("thing", "1"), one.get("another", "1"), other.get("thing", "1")) == ({"id": "1"}, None, None)
    assert (one.kinds(), other.kinds(), one.number("thing"), other.number("thing")) == (["thing"], [], 1, 1)


def test_replaced_record_keeps_its_position(records: Records) -> None:
    for id_ in ("c", "a", "b"):
        records.put("thing", {"id": id_})
    records.put("thing", {"id": "c", "changed": True})
    records.delete("thing", "a")
    records.put("thing", {"id": "a"})
    assert [each["id"] for each in records.all("thing")] == ["c", "b", "a"]
    assert [each["id"] for each in records.newest("thing")] == ["a", "b", "c"]


def test_values_are_matched_exactly_including_nested_ones(records: Records) -> None:
    for id_, value in (("1", 7), ("2", "7"), ("3", True), ("4", None)):
        records.put("thing", {"id": id_, "inner": {"value": value}})
    for id_, value in (("1", 7), ("2", "7"), ("3", True), ("4", None)):
        expected = [{"id": id_, "inner": {"value": value}}]
        assert records.find("thing", "inner.value", value) == expected


def test_pages_start_after_a_record_and_have_a_limit(records: Records) -> None:
    for number in range(6):
        records.put("thing", {"id": str(number), "even": number % 2 == 0})
    assert [each["id"] for each in records.newest("thing", {"even": True}, after="4")] == ["2", "0"]
    assert [each["id"] for each in records.oldest("thing", after="3")] == ["4", "5"]
    assert [each["id"] for each in records.newest("thing", skip=1, limit=2)] == ["4", "3"]
    assert (records.count("thing"), records.count("thing", {"even": True})) == (6, 3)


def test_smallest_value_is_found(records: Records) -> None:
    assert records.least("due", "at") is None
    for id_, at in (("1", 30), ("2", None), ("3", 20)):
        records.put("due", {"id": id_, "at": at})
    assert records.least("due", "at") == 20


def test_look_up_uses_an_index(storage: Storage) -> None:
    said: list[str] = []
    records = Records(storage, "vendor")
    storage.connection.set_trace_callback(said.append)
    records.find("thing", "customer", "ada")
    storage.connection.set_trace_callback(None)
    (statement,) = [each for each in said if each.startswith("SELECT document")]
    plan = storage.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert [step[-1] for step in plan] == ["SEARCH documents USING INDEX vendor thing customer (<expr>=?)"]


def test_transaction_is_atomic(records: Records) -> None:
    def half() -> None:
        with records.together():
            records.put("thing", {"id": "1"})
            with records.together():
                records.put("thing", {"id": "2"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert records.all("thing") == []
    with records.together():
        records.put("thing", {"id": "3"})
    assert records.all("thing") == [{"id": "3"}]


def test_numbers_are_unique_across_restarts(tmp_path: Path) -> None:
    file = str(tmp_path / "state.sqlite3")
    with closing(Storage(file)) as first:
        given_out = [Records(first, "vendor").number("order") for _ in range(3)]
    with closing(Storage(file)) as second:
        assert [*given_out, Records(second, "vendor").number("order")] == [1, 2, 3, 4]


def test_file_that_is_not_a_database_is_closed_again(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite3"
    file.write_text("This file holds a letter, and SQLite finds out when it reads the first page of it. " * 50)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        Storage(str(file))
    assert not any(map(is_open, take_opened()))


@pytest.mark.parametrize("word", ["thing'; DROP TABLE documents; --", "", "a b", 'x"'])
def test_name_that_could_contain_sql_is_refused(records: Records, word: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        records.put(word, {"id": "1"})
    with pytest.raises(ValueError, match="letters"):
        records.find("thing", word, "1")
