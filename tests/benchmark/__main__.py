"""`make benchmark`, or with more options: `PYTHONPATH=tests python -m benchmark --help`"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmark.figures import Figure, Plans, as_json, as_text
from benchmark.measuring import Benchmark
from benchmark.much import AMOUNTS
from postgres.databases import temporary_database
from postgres.server import server

DATABASES = ("postgresql", "sqlite")


def say(words: str) -> None:
    """Print progress to stderr, apart from the results."""
    sys.stderr.write(f"{words}\n")


async def measured(given: argparse.Namespace) -> tuple[list[Figure], list[Plans]]:
    figures: list[Figure] = []
    plans: list[Plans] = []
    for database in given.databases:
        with ExitStack() as until_the_end:
            folder = Path(until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
            url = f"sqlite:///{folder / 'portal.db'}"
            if database == "postgresql":
                of_server = until_the_end.enter_context(server(durable=True))
                url = until_the_end.enter_context(temporary_database(of_server.url))
            found, seen = await Benchmark(
                folder=folder,
                url=url,
                rows=given.customers,
                clients=given.clients,
                seconds=given.seconds,
                much=given.much,
                say=say,
                chance=random.Random(given.seed),  # noqa: S311  # nobody has to guess it
            )()
            figures += found
            plans += seen
    return figures, plans


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 at least")
    return number


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmark", description=__doc__)
    parser.add_argument("--customers", type=_some, default=10_000, help="how many there are (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=16, help="how many ask at once (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each load lasts (default: %(default)s)")
    parser.add_argument(
        "--databases", nargs="+", choices=DATABASES, default=list(DATABASES), help="which (default: both)"
    )
    parser.add_argument(
        "--much",
        type=_some,
        nargs="*",
        default=list(AMOUNTS),
        help="how many things each of some further customers has (default: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1, help="who is asked about (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    figures, plans = asyncio.run(measured(given))
    sys.stdout.write(f"{as_json(figures, plans) if given.json else as_text(figures, plans)}\n")


if __name__ == "__main__":
    main()
