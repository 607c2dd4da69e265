"""What the provider's document says of its portal is what happens, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from contracts.providers.every_provider import EVERY_PROVIDER
from contracts.providers.matrix import Row, outcome, rows
from contracts.providers.playing import Play
from contracts.providers.under_test import ProviderUnderTest
from domain.intent import Intent

WRITTEN = {
    f"{name}: {row.situation}": (provider, row)
    for name, provider in EVERY_PROVIDER.items()
    for row in rows(provider().matrix, provider().title)
    if row.situation in provider().situations
}

SEEN_WHEN_OPENED = re.compile("API|^the same|portal without plan changes|no page for other plans")
"""Nothing reports these situations in advance. Opening the portal shows that the provider does less than usual."""


@pytest.mark.parametrize(("provider", "row"), list(WRITTEN.values()), ids=list(WRITTEN))
async def test_what_is_written_is_what_happens(provider: Callable[[], ProviderUnderTest], row: Row) -> None:
    assert row.outcomes.keys() == set(Intent)
    for intent, written in row.outcomes.items():
        play = Play(under_test=provider())
        situation = play.under_test.situations[row.situation]()
        await play.arrange(situation)
        assert await outcome(play.visit(situation, intent)) == written, intent


@pytest.mark.parametrize(("provider", "row"), list(WRITTEN.values()), ids=list(WRITTEN))
async def test_the_intents_are_those_with_a_page_in_the_table(
    provider: Callable[[], ProviderUnderTest], row: Row
) -> None:
    play = Play(under_test=provider())
    situation = play.under_test.situations[row.situation]()
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


def test_every_row_is_played_by_somebody() -> None:
    """Not every fake can play all of them: what a provider does not do yet, a truthful one does not do either."""
    played: dict[str, set[str]] = {}
    for provider in EVERY_PROVIDER.values():
        played.setdefault(provider().title, set()).update(provider().situations)
    for provider in EVERY_PROVIDER.values():
        assert {row.situation for row in rows(provider().matrix, provider().title)} == played[provider().title]


def test_a_portal_is_seen_opening_and_being_refused(under_test: ProviderUnderTest) -> None:
    seen = {cell for row in rows(under_test.matrix, under_test.title) for cell in row.outcomes.values()}
    assert {"portal", "`plan-change-not-supported`", "`provider-unavailable`", "`provider-refused`"} <= seen
