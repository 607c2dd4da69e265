"""One run: lifecycles under faults, followed by a comparison of the service with the sandbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from adapters.persistence.database import make_engines
from chaos.book import Book
from chaos.ending.comparing import Compared, Comparing
from chaos.ending.inbox import kept
from chaos.ending.lost import hit_by_losses
from chaos.ending.reconciling import reconcile
from chaos.ending.sent import received, sent, tried
from chaos.orders import Orders
from chaos.playing import Playing
from chaos.report import Reconciled, Report
from chaos.stage import Stage, staged
from equality.rows import Rows

Progress = Callable[[str], None]


async def run(orders: Orders, folder: Path, progress: Progress = lambda line: None) -> Report:
    """Run everything. `folder` receives a log of all events and the output of every process.

    Raises: DidNotStart, NoRest, NotThrough
    """
    began, log = monotonic(), folder / "run.jsonl"
    with log.open("w") as written:
        book = Book(written)
        book.orders(orders)
        async with staged(orders, folder, book.fault) as stage:
            playing = Playing.of(stage, orders, book)
            await playing.populate()
            await playing.play(progress)
            progress("coming to rest")
            engines = make_engines(stage.database.url)
            try:
                comparing = Comparing(stage=stage, engines=engines, playing=playing, of_whom=orders.drops == 0)
                compared = await comparing.compared()
                reconciled: Reconciled | None = None
                amiss: list[str] = []
                if orders.drops:
                    progress("reconciling")
                    before, compared = compared, await _reconciled(stage, comparing)
                    reconciled, amiss = _mended(stage, before, compared)
                inbox = await kept(engines)
            finally:
                await engines.dispose()
            book_of_sandbox = stage.sandbox.storage.connection
            return Report(
                seed=orders.seed,
                database=orders.database,
                customers=orders.customers,
                days=orders.days,
                deeds=book.deeds,
                seconds=monotonic() - began,
                log=str(log),
                sent=sent(book_of_sandbox),
                faults={str(kind): number for kind, number in stage.striking.struck.items()},
                troubles=_troubles(stage),
                inbox=inbox.counts(),
                rows=_by_kind(compared.sandbox),
                differences=[
                    *compared.differences,
                    *amiss,
                    *inbox.amiss(arrived=set(received(book_of_sandbox)), tried=set(tried(book_of_sandbox))),
                    *(f"{server.name}: has ended by itself" for server in stage.servers if not server.is_up),
                ],
                reconciled=reconciled,
            )


async def _reconciled(stage: Stage, comparing: Comparing) -> Compared:
    await reconcile(stage)
    return await comparing.compared()


def _mended(stage: Stage, before: Compared, after: Compared) -> tuple[Reconciled, list[str]]:
    """Return the repaired rows, and those among them that no lost webhook can have affected."""
    there = {key for key, row in after.mirror.items() if before.mirror.get(key) != row}
    gone = before.mirror.keys() - after.mirror.keys()
    hit = hit_by_losses(stage.sandbox.storage.connection, {*after.sandbox, *there, *gone})
    amiss = [f"{key}: mended, though nothing that told of it was lost" for key in sorted({*there, *gone} - hit)]
    return Reconciled(mended=len(there), hit=len(hit - gone), differed=len(before.differences)), amiss


def _troubles(stage: Stage) -> dict[str, int]:
    struck = sum((Counter(chaos.struck) for chaos in stage.sandbox.chaos.values()), Counter[str]())
    return {
        **{each: struck[each] for each in ("away", "failing", "rate_limited", "slow")},
        "cut": stage.striking.calls_cut,
    }


def _by_kind(rows: Rows) -> dict[str, int]:
    return dict(Counter(f"{key.provider} {key.kind}s" for key in sorted(rows)))
