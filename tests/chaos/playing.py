"""Everybody's lives, day by day, while faults strike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from application.checkout_reference import CheckoutReferences
from chaos.book import Book
from chaos.lives.living import Living
from chaos.lives.people import Life, everybody
from chaos.orders import Orders
from chaos.settings import CUSTOMER_KEY
from chaos.stage import Stage
from chaos.time import Time
from entrypoints.sandbox.chaos import Switches


async def populate(stage: Stage, orders: Orders) -> list[Life]:
    """The host application registers everybody whom it knows."""
    references = CheckoutReferences(key=CUSTOMER_KEY, secret=stage.secrets.references)
    lives = list(everybody(orders.seed, orders.customers, orders.days, references))
    for buyer in (life.buyer for life in lives if life.buyer.id):
        await stage.portal.register(buyer.id, name=buyer.name, email=buyer.email)
    return lives


async def play(stage: Stage, orders: Orders, lives: list[Life], book: Book, progress: Callable[[str], None]) -> None:
    """In the end everything is mended, and nothing strikes any more.

    Raises:
        DidNotStart, NoRest
    """
    time, living = Time(stage), Living(stage.sandbox, lives, CUSTOMER_KEY, book.deed)
    began = time.now()
    _switch(stage, orders.switches)
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
    _switch(stage, Switches())


def _switch(stage: Stage, switches: Switches) -> None:
    for chaos in stage.sandbox.chaos.values():
        chaos.switch(switches)
