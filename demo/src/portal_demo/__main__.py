"""`python -m portal_demo` runs the demo until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec

from entrypoints.log import configure_logging
from portal_demo.folder import AlreadyRunning, DemoState, Folder, opened
from portal_demo.host.api_errors import CallFailed
from portal_demo.parent import stop_with_parent
from portal_demo.ports import PortTaken, listening, url
from portal_demo.seeding.form_browser import FormNotFound
from portal_demo.seeding.scenario_player import ScenarioPlayer
from portal_demo.servers import stop_on_signals
from portal_demo.stack import Demo, start_demo

_ANEW = "make demo RESET=1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers with the exit status: 1 where it cannot be, or could not be set up."""
    given = _parser().parse_args(arguments)
    try:
        with opened(given.folder, address=_address) as folder:
            return _run(folder, reset=given.reset, with_parent=given.ends_with_parent)
    except AlreadyRunning as running:
        _say(f"The demo is already running: {running.where or 'it has just been started'}")
    except PortTaken as taken:
        _say(f"Port {taken.port}, which the demo used before, is taken. Free it, or start over: {_ANEW}")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portal_demo", description="Run the demo on this machine.")
    parser.add_argument(
        "--folder", type=Path, default=Path(".demo"), help="the folder for its data (default: %(default)s)"
    )
    parser.add_argument("--reset", action="store_true", help="delete the data and start over")
    parser.add_argument("--ends-with-parent", action="store_true", help="stop when the program that started it stops")
    return parser


def _run(folder: Folder, *, reset: bool, with_parent: bool) -> int:
    if reset or not folder.kept().seeded:
        folder.empty()
    kept = folder.kept()
    with folder.log.open("a", encoding="utf-8") as log, listening(kept.ports) as sockets:
        configure_logging(log)
        host, portal, sandbox = (each.getsockname()[1] for each in sockets)
        kept = msgspec.structs.replace(kept, ports=(host, portal, sandbox))
        folder.keep(kept)
        try:
            asyncio.run(_serve(folder, kept, sockets, with_parent=with_parent))
        except (CallFailed, FormNotFound) as error:
            _say(f"The demo could not be set up: {error}. See {folder.log}. Start over: {_ANEW}")
            return 1
    return 0


async def _serve(folder: Folder, kept: DemoState, sockets: Sequence[socket.socket], *, with_parent: bool) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with AsyncExitStack() as closing:
        if with_parent:
            watching = asyncio.create_task(stop_with_parent(stop))
            closing.callback(watching.cancel)
        demo = await closing.enter_async_context(start_demo(folder, kept, sockets, stop=stop))
        if not kept.seeded:
            if not await _unless(stop, _past(demo).play()):
                return
            folder.keep(msgspec.structs.replace(kept, seeded=True))
        _say(f"Open {demo.at.host} (press Ctrl-C to stop; the next run resumes here)")
        await stop.wait()


def _past(demo: Demo) -> ScenarioPlayer:
    return ScenarioPlayer(shop=demo.shop, time=demo.time, began=demo.time.now(), hosted=demo.at.sandbox)


async def _unless(stop: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Whether the work was done before all was told to end."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
            return True
        return False
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


def _address(kept: DemoState) -> str | None:
    return url(kept.ports[0]) if kept.ports else None


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
