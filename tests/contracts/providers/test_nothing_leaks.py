"""A portal URL, once returned, is neither in a log nor in a repr."""

from __future__ import annotations

import logging

import pytest

from contracts.providers.playing import Play
from contracts.providers.under_test import ProviderUnderTest
from domain.intent import Intent


async def test_opening_a_portal_leaves_no_trace_of_its_url(
    under_test: ProviderUnderTest, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    play = Play(under_test=under_test)
    situation = under_test.situations["an active subscription"]()
    await play.arrange(situation)
    opened = await play.visit(situation, Intent.MANAGE)
    told = caplog.text + repr(opened) + repr(play.storage.tables) + "".join(capfd.readouterr())
    assert opened.url in under_test.secrets
    assert [secret for secret in under_test.secrets if secret in told] == []


def test_connection_shows_no_secrets(under_test: ProviderUnderTest) -> None:
    assert [secret for secret in under_test.secrets if secret in repr(under_test.provider)] == []
