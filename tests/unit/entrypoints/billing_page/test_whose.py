"""The page identifies the customer in a way that no chosen name can hide."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customer import Customer
from entrypoints.http.billing_page.customer_label import identified_by, whom
from entrypoints.http.billing_page.rendering import say_isolated
from examples import ADA, NOON

RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}"


def customer(name: str | None = None, email: str | None = None) -> Customer:
    return Customer(id=ADA, registered_at=NOON, name=name, email=email)


@pytest.mark.parametrize(
    ("who", "called", "known_by"),
    [
        (customer(), "ada", None),
        (customer(email="a@b.example"), "a@b.example", None),
        (customer(name="Ada"), "Ada", ("enter.id", "ada")),
        (customer(name="Ada", email="a@b.example"), "Ada", ("enter.email", "a@b.example")),
        (customer(name=f"Vera (vera@b.example){RIGHT_TO_LEFT}"), "Vera (vera@b.example)", ("enter.id", "ada")),
        (customer(name=f"{RIGHT_TO_LEFT}\n\0", email="a@b.example"), "a@b.example", None),
        (customer(name="Ada\n\tof  Alpha"), "Ada of Alpha", ("enter.id", "ada")),
        (customer(name="x" * 500), "x" * 100 + "…", ("enter.id", "ada")),
    ],
)
def test_name_is_shown_with_an_identifier_of_the_customer(
    who: Customer, called: str, known_by: tuple[str, str] | None
) -> None:
    assert (whom(who), identified_by(who)) == (called, known_by)


@given(st.text(), st.text())
def test_invisible_characters_are_removed(name: str, email: str) -> None:
    shown = whom(customer(name, email)) + str(identified_by(customer(name, email)))
    assert not {unicodedata.category(each) for each in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_inserted_values_are_isolated_and_escaped() -> None:
    assert say_isolated("page.of", whom="<b>{x}") == "For <bdi>&lt;b&gt;{x}</bdi>"
