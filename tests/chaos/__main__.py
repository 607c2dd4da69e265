"""`make chaos`"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

import msgspec

from chaos.orders import large
from chaos.run import run


def main() -> int:
    """0 if everything is equal in the end, 1 if not."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--drops", type=float, default=0.0, help="the share of webhooks that are lost")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    orders = large(given.database, seed=given.seed, customers=given.customers, drops=given.drops, days=given.days)
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    report = asyncio.run(run(orders, folder, _say))
    sys.stdout.write(f"{msgspec.json.encode(report).decode() if given.json else report}\n")
    return 1 if report.differences else 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
