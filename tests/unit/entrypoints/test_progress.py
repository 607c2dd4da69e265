"""Progress output of a long command."""

from __future__ import annotations

import io
from collections import Counter

from application.reconciliation.drift import Drift
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from entrypoints.cli.progress import Progress
from examples import NOON

STRIPE, LEMONSQUEEZY = ProviderName("stripe"), ProviderName("lemonsqueezy")


def drift(provider: ProviderName, seen: int, new: int = 0) -> Drift:
    return Drift(
        provider=provider,
        seen=Counter({ObjectKind.SUBSCRIPTION: seen}),
        new=Counter({ObjectKind.SUBSCRIPTION: new}),
    )


def test_progress_rewrites_one_line_and_ends_it_once() -> None:
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


def test_resumed_run_is_announced_once() -> None:
    out = io.StringIO()
    progress, resumed = Progress(out, shown=True), drift(STRIPE, 1)
    resumed.resumed = NOON
    progress.watch(drift(LEMONSQUEEZY, 5))
    progress.watch(resumed)
    progress.watch(resumed)
    assert out.getvalue().splitlines()[2] == "stripe: resuming the interrupted run"
    assert out.getvalue().count("resuming") == 1


def test_line_fits_a_terminal() -> None:
    out = io.StringIO()
    Progress(out, shown=True).watch(drift(ProviderName("a" * 40), 10**30, 10**30))
    assert len(out.getvalue().strip("\r").removesuffix("\x1b[K")) == 79


def test_progress_is_tracked_but_not_printed_if_the_output_is_a_file() -> None:
    out = io.StringIO()
    progress = Progress(out, shown=False)
    progress.watch(drift(STRIPE, 1))
    progress.end()
    assert out.getvalue() == ""
    assert [each.provider for each in progress.so_far] == [STRIPE]
