"""Check that the database belongs to the configured keys."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from application.operations.verify_database_owner import WrongDatabase
from application.ports.errors import ProviderRefused, ProviderUnavailable, StorageUnavailable
from examples import ALPHA, BETA
from unit.application.stage import Stage

EVERYTHING = {"mode": "test", ALPHA: "seller", BETA: "seller"}


async def test_first_check_stores_the_owner_of_the_database(stage: Stage) -> None:
    assert await stage.use.check_installation()
    assert stage.tables.installation == EVERYTHING


async def test_same_keys_are_accepted_again(stage: Stage) -> None:
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


async def test_refused_keys_store_nothing(stage: Stage) -> None:
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
async def test_silent_provider_is_checked_once_it_answers(
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


async def test_initially_silent_provider_is_stored_once_it_answers(stage: Stage) -> None:
    stage.beta.fails = ProviderUnavailable(BETA, "no answer")
    assert not await stage.use.check_installation()
    assert stage.tables.installation == {"mode": "test", ALPHA: "seller"}
    stage.beta.fails = None
    assert await stage.use.check_installation()
    assert stage.tables.installation == EVERYTHING


async def test_unavailable_database_fails_the_check(stage: Stage) -> None:
    stage.storage.down = True
    with pytest.raises(StorageUnavailable):
        await stage.use.check_installation()
