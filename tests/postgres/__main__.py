"""Keeps a server running until standard input ends; a line of it can make the server crash, or start again.

The pipe closes however the test run ends, even if it is killed outright, so no server and no folder
outlives it.
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
