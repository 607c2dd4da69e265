"""Test names state a subject and its behavior, and docstrings begin with a subject or a verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from architecture.sources import Source, sources
from architecture.wording import awkward_test_names, dangling_docstrings

FOLDERS = ("src", "sandbox", "demo", "tests")


def source(text: str) -> Source:
    return Source(path=Path("example.py"), text=text)


def test_test_names_state_subject_and_behavior() -> None:
    assert [name for each in sources(*FOLDERS) for name in awkward_test_names(each)] == []


def test_docstrings_begin_with_a_subject_or_a_verb() -> None:
    assert [line for each in sources("src", "tests") for line in dangling_docstrings(each)] == []


@pytest.mark.parametrize(
    "name",
    [
        "test_what_is_cancelled_ends",
        "test_the_customer_is_listed",
        "test_customer_is_told_the_reason",
        "test_" + "very_" * 18 + "long_name",
    ],
)
def test_awkward_test_name_is_found(name: str) -> None:
    assert list(awkward_test_names(source(f"async def {name}() -> None: ..."))) == [f"example.py:1 {name}"]


def test_plain_test_name_is_accepted() -> None:
    assert list(awkward_test_names(source("def test_failed_upgrade_keeps_the_paid_period() -> None: ..."))) == []


@pytest.mark.parametrize("text", ["What a provider sent.", "Whoever calls this waits.", "Whose account it is."])
def test_dangling_docstring_is_found(text: str) -> None:
    assert list(dangling_docstrings(source(f'"""{text}"""'))) == [f"example.py:1 {text}"]
    assert len(list(dangling_docstrings(source(f'class Example:\n    """{text}"""')))) == 1


def test_docstring_with_a_subject_is_accepted() -> None:
    assert list(dangling_docstrings(source('def lease() -> None:\n    """Lease the tasks that are due."""'))) == []
