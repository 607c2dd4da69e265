"""The portal table in the provider's document matches the behavior, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from contracts.providers.every_provider import EVERY_PROVIDER
from contracts.providers.matrix import Row, outcome, rows
from contracts.providers.playing import Play
from contracts.providers.under_test import ProviderUnderTest
from domain.intent import Intent


def _written() -> Iterator[tuple[str, Callable[[], ProviderUnderTest], Row]]:
    for name, provider in EVERY_PROVIDER.items():
        with closing(provider()) as under_test:
            for row in rows(under_test.matrix, under_test.title):
                if row.situation in under_test.situations:
                    yield f"{name}: {row.situation}", provider, row


WRITTEN = {name: (provider, row) for name, provider, row in _written()}

SEEN_WHEN_OPENED = re.compile("API|^the same|portal without plan changes|no page for other plans")
"""Nothing reports these situations in advance. Opening the portal shows that the provider does less than usual."""


@pytest.mark.parametrize(("provider", "row"), list(WRITTEN.values()), ids=list(WRITTEN))
async def test_documented_outcome_matches_the_behavior(provider: Callable[[], ProviderUnderTest], row: Row) -> None:
    assert row.outcomes.keys() == set(Intent)
    for intent, written in row.outcomes.items():
        with closing(provider()) as under_test:
            play = Play(under_test=under_test)
            situation = under_test.situations[row.situation]()
            await play.arrange(situation)
            assert await outcome(play.visit(situation, intent)) == written, intent


@pytest.mark.parametrize(("provider", "row"), list(WRITTEN.values()), ids=list(WRITTEN))
async def test_intents_are_those_with_a_page_in_the_table(provider: Callable[[], ProviderUnderTest], row: Row) -> None:
    with closing(provider()) as under_test:
        play = Play(under_test=under_test)
        situation = under_test.situations[row.situation]()
        await play.arrange(situation)
        listed = await play.listed(situation)
    for intent, written in row.outcomes.items():
        if written == "portal":
            assert intent in listed
        elif intent is not Intent.MANAGE and not SEEN_WHEN_OPENED.search(row.situation):
            assert intent not in listed


def test_every_situation_has_its_row(under_test: ProviderUnderTest) -> None:
    written = [row.situation for row in rows(under_test.matrix, under_test.title)]
    assert [situation for situation in written if situation in under_test.situations] == list(under_test.situations)


def test_every_row_is_covered_by_a_fake() -> None:
    """Not every fake plays all rows: an accurate fake cannot do what its provider does not."""
    played: dict[str, set[str]] = {}
    written: dict[str, set[str]] = {}
    for provider in EVERY_PROVIDER.values():
        with closing(provider()) as under_test:
            played.setdefault(under_test.title, set()).update(under_test.situations)
            written[under_test.title] = {row.situation for row in rows(under_test.matrix, under_test.title)}
    assert written == played


def test_table_has_opened_and_refused_portals(under_test: ProviderUnderTest) -> None:
    seen = {cell for row in rows(under_test.matrix, under_test.title) for cell in row.outcomes.values()}
    assert {"portal", "`plan-change-not-supported`", "`provider-unavailable`", "`provider-refused`"} <= seen
