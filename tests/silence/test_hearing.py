"""Secrets in the output of a test run are found."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from application.ports.errors import ProviderRefused
from domain.errors import InvalidValue
from domain.provider import ProviderName
from examples import ALPHA
from integration.http.api import token_of
from silence.exceptions import every_exception
from silence.hearing import Ear
from silence.made_up import SECRETS, in_fixtures, private_parts, secret

TESTS = Path(__file__).parents[1]
CARELESS = """
import logging
from silence.made_up import secret

WORD = secret("a word that is {word}")

def test_a_message():
    logging.getLogger("some.library").warning("called %s", WORD)

def test_a_member():
    logging.getLogger("some.library").error("called", extra={{"address": ["https://somewhere.example", WORD]}})
"""


SERIAL, PARALLEL = (), ("-n", "1")
in_one_and_in_two_processes = pytest.mark.parametrize("options", [SERIAL, PARALLEL], ids=["serial", "parallel"])


def run_of(folder: Path, tests: str, options: Sequence[str]) -> subprocess.CompletedProcess[str]:
    (folder / "test_made_up.py").write_text(tests)
    plugins = ["-p", "silence.plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, *options, "-q", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.processes
@in_one_and_in_two_processes
def test_run_that_reveals_a_secret_fails_although_every_test_passes(tmp_path: Path, options: Sequence[str]) -> None:
    ran = run_of(tmp_path, CARELESS.format(word="made up"), options)
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "2 passed" in ran.stdout
    for test in ("test_a_message", "test_a_member"):
        assert f"test_made_up.py::{test} told 'a word that is made up'" in ran.stdout


@pytest.mark.processes
@in_one_and_in_two_processes
def test_run_without_a_revealed_secret_passes(tmp_path: Path, options: Sequence[str]) -> None:
    quiet = CARELESS.format(word="made up").replace("WORD)", "'')").replace("WORD]", "'']")
    assert run_of(tmp_path, quiet, options).returncode == pytest.ExitCode.OK


@pytest.mark.parametrize(
    "text",
    [
        "nobody@somewhere.example is told",
        f"with Bearer {token_of()}",
        "to https://harbour.example/billing?expires=1&signature=0a1b",
        'to "https://billing.stripe.com/p/session/live_1"',
        "key whsec_abc",
        "key sk_live_abc",
    ],
)
def test_text_in_the_form_of_a_secret_need_not_be_declared(text: str) -> None:
    ear = Ear()
    ear.hear("nothing", text)
    assert len(ear.secrets_said(())) == 1


def test_harmless_text_is_not_reported() -> None:
    ear = Ear()
    ear.hear("the request at 12:00 to https://app.example/a?b=c of stripe:sub_1 failed")
    assert ear.secrets_said({"another word"}) == []


async def test_exceptions_are_recorded_where_they_are_raised_with_their_causes() -> None:
    ear = Ear()

    def in_a_thread() -> None:
        with pytest.raises(InvalidValue):
            ProviderName("Upper")

    with every_exception(ear):
        await asyncio.to_thread(in_a_thread)
    assert any("must be 1 to 40 characters" in text for text in ear.texts)
    ear.hear_exception(caused_by(ValueError("the cause")))
    assert "the cause" in ear.texts
    ear.hear_exception(caused_by(msgspec.ValidationError("what was sent")))
    assert "what was sent" not in ear.texts


def caused_by(cause: Exception) -> Exception:
    try:
        raise ProviderRefused(ALPHA, "made up") from cause
    except ProviderRefused as error:
        return error


def test_people_and_links_of_every_payload_are_known() -> None:
    found = list(private_parts({"email": "a@b.example", "list": [{"receipt_url": "https://pay.example"}], "n": "name"}))
    assert found == ["a@b.example", "https://pay.example"]
    assert len(in_fixtures()) > 20


def test_secret_is_declared_where_it_is_made_up() -> None:
    assert secret("the word of this test") == "the word of this test"
    assert "the word of this test" in SECRETS
    with pytest.raises(AssertionError):
        secret("short")
