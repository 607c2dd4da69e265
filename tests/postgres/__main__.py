"""Keeps a server running until standard input ends.

The pipe closes however the test run ends, even if it is killed outright, so no server and no folder
outlives it.
"""

import signal
import sys

from postgres.server import server


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with server() as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
