"""Keeps a server running until standard input ends; a line of input makes the server crash or start again.

The pipe closes even if the test run is killed, so no server and no folder outlives it.
"""

import signal
import sys

from postgres.server import server


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with server() as running:
        _say(running.url)
        for line in sys.stdin:
            {"crash": running.crash, "start": running.start}[line.strip()]()
            _say("done")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
