"""Run `make chaos`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

import msgspec

from chaos.ending.reconciling import NotThrough
from chaos.orders import large
from chaos.processes.fleet import DidNotStart
from chaos.run import run
from chaos.time import NoRest
from lives.visitor import NotThere
from portal_demo.host.api_errors import CallFailed


def main() -> int:
    """Return 0 if everything is equal in the end, 1 if not, and 2 if the run did not complete."""
    given = _given()
    orders = large(given.database, seed=given.seed, customers=given.customers, drops=given.drops, days=given.days)
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    _say(f"seed {orders.seed}; what happens is written down in {folder}")
    try:
        report = asyncio.run(run(orders, folder, _say))
    except (DidNotStart, NoRest, NotThrough, CallFailed, NotThere) as error:
        _say(f"it did not come to its end: {type(error).__name__}: {error}")
        return 2
    sys.stdout.write(f"{msgspec.json.encode(report).decode() if given.json else report}\n")
    return 1 if report.differences else 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--customers", type=_some, default=2_000)
    parser.add_argument("--days", type=_some, default=60, help="of everybody's lives")
    parser.add_argument("--drops", type=_share, default=0.0, help="the share of webhooks that are lost, from 0 to 1")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 at least")
    return number


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("must be from 0 to 1")
    return share


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
