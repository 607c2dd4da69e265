"""What kind of run is wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chaos.faults.plan import QUICK_TROUBLES, Trouble
from chaos.processes.database import Choice
from entrypoints.sandbox.chaos import Switches


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """`seed`: of lives, faults and what becomes of deliveries. `drops`: the share of deliveries that are lost outright.

    `days`: of everybody's lives. `webs`, `workers`: how many processes; without workers, those of the web do it all.
    `visitors`: those who do everything on the hosted pages, besides the `customers`.
    `faults_apart`: webhooks between two faults, on average; `troubles`: of the providers' APIs.
    """

    seed: int
    customers: int
    visitors: int
    days: int
    drops: float
    database: Choice
    webs: int
    workers: int
    faults_apart: int
    troubles: tuple[Trouble, ...]

    @property
    def thin(self) -> bool:
        """Whether Stripe sends thin events beside snapshot events: with every second seed."""
        return self.seed % 2 == 1

    @property
    def switches(self) -> Switches:
        """What goes wrong all the time: with most deliveries, and with some calls of the APIs."""
        return Switches(
            duplicated=0.3,
            delayed=0.5,
            delay_seconds=90,
            shuffled=True,
            squeezed=True,
            dropped=self.drops,
            failing=0.1,
            rate_limited=0.1,
        )


def small(database: Choice, *, seed: int, drops: float = 0.0) -> Orders:
    """For every run of the tests."""
    orders = _sized(database, seed=seed, customers=12, days=36, drops=drops)
    return replace(orders, faults_apart=70, troubles=QUICK_TROUBLES)


def large(database: Choice, *, seed: int, customers: int, drops: float, days: int) -> Orders:
    return _sized(database, seed=seed, customers=customers, days=days, drops=drops)


def _sized(database: Choice, *, seed: int, customers: int, days: int, drops: float) -> Orders:
    """On SQLite there is one process for everything."""
    many = database == "postgresql"
    return Orders(
        seed=seed,
        customers=customers,
        visitors=max(4, customers // 50),
        days=days,
        drops=drops,
        database=database,
        webs=2 if many else 1,
        workers=2 if many else 0,
        faults_apart=400,
        troubles=tuple(Trouble),
    )
