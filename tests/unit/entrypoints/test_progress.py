"""What is seen of a long command while it goes on."""

from __future__ import annotations

import io
from collections import Counter

from application.drift import Drift
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from entrypoints.commands.progress import Progress
from examples import NOON

STRIPE, LEMONSQUEEZY = ProviderName("stripe"), ProviderName("lemonsqueezy")


def drift(provider: ProviderName, seen: int, new: int = 0) -> Drift:
    return Drift(
        provider=provider,
        seen=Counter({ObjectKind.SUBSCRIPTION: seen}),
        new=Counter({ObjectKind.SUBSCRIPTION: new}),
    )


def test_one_line_is_written_over_and_over_and_ended_once() -> None:
    out = io.StringIO()
    progress = Progress(out, shown=True)
    progress.watch(drift(STRIPE, 100, 7))
    progress.watch(drift(LEMONSQUEEZY, 1_200))
    progress.end()
    progress.end()
    assert out.getvalue().split("\r") == [
        "",
        "compared: stripe 100 (7 differ)\x1b[K",
        "compared: lemonsqueezy 1,200 (0 differ), stripe 100 (7 differ)\x1b[K\n",
    ]


def test_what_is_gone_on_with_is_said_once() -> None:
    out = io.StringIO()
    progress, resumed = Progress(out, shown=True), drift(STRIPE, 1)
    resumed.resumed = NOON
    progress.watch(drift(LEMONSQUEEZY, 5))
    progress.watch(resumed)
    progress.watch(resumed)
    assert out.getvalue().splitlines()[2] == "stripe: going on where it was interrupted"
    assert out.getvalue().count("going on") == 1


def test_no_line_is_longer_than_a_terminal_is_wide() -> None:
    out = io.StringIO()
    Progress(out, shown=True).watch(drift(ProviderName("a" * 40), 10**30, 10**30))
    assert len(out.getvalue().strip("\r").removesuffix("\x1b[K")) == 79


def test_into_a_file_nothing_is_written_and_yet_it_is_known_how_far_it_came() -> None:
    out = io.StringIO()
    progress = Progress(out, shown=False)
    progress.watch(drift(STRIPE, 1))
    progress.end()
    assert out.getvalue() == ""
    assert [each.provider for each in progress.so_far] == [STRIPE]
