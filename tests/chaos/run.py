"""One run: everybody lives while everything fails, and then what the service knows is laid beside what there is."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TextIO

from adapters.persistence.engine import make_engines
from application.checkout_reference import CheckoutReferences
from chaos.inbox import kept
from chaos.lives.living import Living
from chaos.lives.people import Life, everybody
from chaos.orders import Orders
from chaos.report import Report
from chaos.sent import received, sent
from chaos.settings import CUSTOMER_KEY
from chaos.stage import Stage, staged
from chaos.time import Time
from entrypoints.sandbox.chaos import Switches
from equality.differences import differences
from equality.mirror_rows import mirror_rows
from equality.rows import Rows
from equality.sandbox_rows import sandbox_rows


async def run(orders: Orders, folder: Path, progress: Callable[[str], None] = lambda line: None) -> Report:
    """
    Raises:
        DidNotStart, NoRest
    """
    began, log = monotonic(), folder / "run.jsonl"
    with log.open("w") as written:
        book = Book(written)
        async with staged(orders, folder, book.fault) as stage:
            lives = await _populated(stage, orders)
            progress(f"{len(lives)} customers")
            await _play(stage, orders, Living(stage.sandbox, lives, CUSTOMER_KEY, book.deed), book, progress)
            progress("coming to rest")
            engines = make_engines(stage.database.url)
            try:
                await Time(stage).to_rest(engines)
                inbox = await kept(engines)
            finally:
                await engines.dispose()
            there, here = await _compared(stage, lives)
            told = stage.sandbox.storage.connection
            troubles = sum((Counter(chaos.struck) for chaos in stage.sandbox.chaos.values()), Counter[str]())
            return Report(
                seed=orders.seed,
                database=orders.database,
                customers=orders.customers,
                days=orders.days,
                deeds=book.deeds,
                seconds=monotonic() - began,
                log=str(log),
                sent=sent(told),
                faults={str(kind): number for kind, number in stage.striking.struck.items()},
                troubles={
                    **{name: troubles[name] for name in ("away", "failing", "rate_limited", "slow")},
                    "cut": stage.striking.calls_cut,
                },
                inbox=inbox.counts(),
                rows=_by_kind(there),
                differences=[*differences(there, here), *inbox.amiss(set(received(told)))],
            )


class Book:
    """Writes down who did what, and what went wrong, a line each."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.deeds = 0

    def deed(self, who: str, what: str) -> None:
        self.deeds += 1
        self._write(deed=what, who=who)

    def fault(self, fault: str, what: str) -> None:
        self._write(fault=fault, what=what)

    def day(self, day: int) -> None:
        self._write(day=day)

    def _write(self, **what: str | int) -> None:
        self._out.write(json.dumps(what) + "\n")
        self._out.flush()


async def _populated(stage: Stage, orders: Orders) -> list[Life]:
    references = CheckoutReferences(key=CUSTOMER_KEY, secret=stage.secrets.references)
    lives = list(everybody(orders.seed, orders.customers, orders.days, references))
    for life in lives:
        if life.buyer.id:
            await stage.portal.register(life.buyer.id, name=life.buyer.name, email=life.buyer.email)
    return lives


async def _play(stage: Stage, orders: Orders, living: Living, book: Book, progress: Callable[[str], None]) -> None:
    time = Time(stage)
    began = time.now()
    for chaos in stage.sandbox.chaos.values():
        chaos.switch(orders.switches)
    stage.striking.begin()
    for day in range(orders.days):
        time.move_to(began + timedelta(days=day))
        book.day(day)
        for _ in living.day(day):
            await asyncio.sleep(0)
        await time.through_today()
        webhooks, faults = stage.striking.webhooks, stage.striking.struck.total()
        progress(f"day {day + 1} of {orders.days}: {webhooks} webhooks, {faults} faults")
    stage.striking.end()
    await stage.striking.mended(all_of_it=True)
    for chaos in stage.sandbox.chaos.values():
        chaos.switch(Switches())


async def _compared(stage: Stage, lives: list[Life]) -> tuple[Rows, Rows]:
    known = [life.buyer.id for life in lives if life.buyer.id]
    there = {key: row for key, row in sandbox_rows(stage.sandbox).items() if key.owner}
    return there, await mirror_rows(stage.portal, known)


def _by_kind(rows: Rows) -> dict[str, int]:
    return dict(Counter(f"{key.provider} {key.kind}s" for key in sorted(rows)))
