"""Is this the right database for these keys?"""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from application.check_installation import WrongDatabase
from application.ports.failures import ProviderRefused, ProviderUnavailable, StorageUnavailable
from examples import ALPHA, BETA
from unit.application.stage import Stage

EVERYTHING = {"mode": "test", ALPHA: "seller", BETA: "seller"}


async def test_the_first_time_it_is_remembered_whose_database_this_is(stage: Stage) -> None:
    assert await stage.use.check_installation()
    assert stage.tables.installation == EVERYTHING


async def test_the_same_keys_are_let_in_again(stage: Stage) -> None:
    await stage.use.check_installation()
    assert await stage.use.check_installation()


async def test_another_mode_is_refused(stage: Stage) -> None:
    await stage.use.check_installation()
    with pytest.raises(WrongDatabase, match="mode test, but mode live is configured"):
        await replace(stage.use.check_installation, mode="live")()


async def test_another_seller_is_refused(stage: Stage) -> None:
    await stage.use.check_installation()
    stage.beta.seller = "somebody else"
    with pytest.raises(WrongDatabase, match="belongs to beta seller, but beta somebody else"):
        await stage.use.check_installation()
    assert stage.tables.installation == EVERYTHING


async def test_who_is_refused_leaves_nothing_behind(stage: Stage) -> None:
    stage.connect(ALPHA)
    await stage.use.check_installation()
    stage.connect(ALPHA, BETA)
    stage.beta.seller = "of another mode"
    with pytest.raises(WrongDatabase):
        await replace(stage.use.check_installation, mode="live")()
    stage.beta.seller = "seller"
    assert await stage.use.check_installation()


@pytest.mark.parametrize(
    "failure", [ProviderUnavailable(BETA, "no answer"), ProviderRefused(BETA, "the key is revoked")]
)
async def test_a_provider_that_cannot_say_is_compared_when_it_can(
    stage: Stage, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.use.check_installation()
    stage.beta.fails = failure
    stage.beta.seller = "somebody else"
    assert not await stage.use.check_installation()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    stage.beta.fails = None
    with pytest.raises(WrongDatabase):
        await stage.use.check_installation()


async def test_a_provider_that_could_not_say_at_first_is_remembered_when_it_can(stage: Stage) -> None:
    stage.beta.fails = ProviderUnavailable(BETA, "no answer")
    assert not await stage.use.check_installation()
    assert stage.tables.installation == {"mode": "test", ALPHA: "seller"}
    stage.beta.fails = None
    assert await stage.use.check_installation()
    assert stage.tables.installation == EVERYTHING


async def test_without_a_database_nothing_is_served(stage: Stage) -> None:
    stage.storage.down = True
    with pytest.raises(StorageUnavailable):
        await stage.use.check_installation()
