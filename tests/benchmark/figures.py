"""Results as a table for people or as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmark.load import Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`statements` and `transactions` are those of a single event, or None if they were not counted.

    `transactions_under_load` is the number per event, as the database counts them; below 1 if events share one.
    """

    what: str
    database: str
    rows: int
    clients: int
    a_second: float
    p50_ms: float
    p99_ms: float
    statements: int | None = None
    transactions: int | None = None
    transactions_under_load: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """Growing tables that a statement of an update, a read or an operator page scans from end to end."""

    database: str
    rows: int
    statements: int
    read_whole: Sequence[str]


def figure(what: str, database: str, *, rows: int, clients: int, measured: Load) -> Figure:
    return Figure(
        what=what,
        database=database,
        rows=rows,
        clients=clients,
        a_second=round(measured.a_second, 1),
        p50_ms=round(measured.percentile(50), 2),
        p99_ms=round(measured.percentile(99), 2),
    )


def machine() -> str:
    """Describe the machine with its load of the last minute: results of a busy machine cannot be compared."""
    cores, busy = os.cpu_count(), os.getloadavg()[0]
    return (
        f"{cores} cores, load {busy:.1f}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def as_json(figures: Sequence[Figure], plans: Sequence[Plans]) -> str:
    told = {"machine": machine(), "figures": [asdict(f) for f in figures], "plans": [asdict(p) for p in plans]}
    return json.dumps(told, indent=2)


def as_text(figures: Sequence[Figure], plans: Sequence[Plans]) -> str:
    head = ["", "database", "customers", "clients", "a second", "p50 ms", "p99 ms", "statements", "transactions"]
    rows = [head] + [
        [
            each.what,
            each.database,
            f"{each.rows:,}",
            str(each.clients),
            f"{each.a_second:,.0f}",
            f"{each.p50_ms:.1f}",
            f"{each.p99_ms:.1f}",
            "" if each.statements is None else str(each.statements),
            _transactions(each),
        ]
        for each in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    for each in plans:
        whole = ", ".join(each.read_whole) or "none"
        lines.append(
            f"{each.database}, {each.rows:,} customers: {each.statements} statements, tables read whole: {whole}"
        )
    return "\n".join([machine(), "", *lines])


def _transactions(figure: Figure) -> str:
    if figure.transactions is None:
        return ""
    under_load = figure.transactions_under_load
    return str(figure.transactions) + (f" ({under_load:.2f} under load)" if under_load is not None else "")
