"""Options of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chaos.faults.plan import QUICK_TROUBLES, Trouble
from chaos.processes.database import Choice
from payment_sandbox.faults import Switches


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """`seed` determines lifecycles, faults and deliveries. `drops` is the share of deliveries that are lost.

    `days` is the length of all lifecycles. `webs` and `workers` are numbers of processes; without workers, the web
    processes do all work. `visitors` use the hosted pages, in addition to the `customers`. `faults_apart` is the
    average number of webhooks between two faults, and `troubles` are faults of the providers' APIs.
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
        """Return whether Stripe sends thin events beside snapshot events, as with every second seed."""
        return self.seed % 2 == 1

    @property
    def switches(self) -> Switches:
        """Return the permanent faults: those of most deliveries and of some API calls."""
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
    """Return the options of the small run among the tests."""
    orders = _sized(database, seed=seed, customers=12, days=36, drops=drops)
    return replace(orders, faults_apart=70, troubles=QUICK_TROUBLES)


def large(database: Choice, *, seed: int, customers: int, drops: float, days: int) -> Orders:
    return _sized(database, seed=seed, customers=customers, days=days, drops=drops)


def _sized(database: Choice, *, seed: int, customers: int, days: int, drops: float) -> Orders:
    """Adjust the options for SQLite, where one process does everything."""
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
