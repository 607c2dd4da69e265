"""Lines of level `error` are for the operator; strangers must not be able to cause any number of them."""

from __future__ import annotations

import logging

import pytest

from entrypoints.http.problem_responses import tell_the_log
from entrypoints.http.problems import problem_of
from entrypoints.tokens.keys import KeysUnavailable


@pytest.mark.parametrize(("error", "level"), [(KeysUnavailable(), logging.WARNING), (LookupError(), logging.ERROR)])
def test_unverifiable_token_is_not_logged_as_an_error(
    error: Exception, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Anybody can send tokens while the key set cannot be fetched. The failed fetch itself is reported as an error."""
    tell_the_log(error, problem_of(error).status)
    assert [record.levelno for record in caplog.records] == [level]
