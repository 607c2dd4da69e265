"""Delays between retries."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b


def backoff(
    attempts: int, *, first: timedelta, longest: timedelta, factor: int = 2, of: str | None = None
) -> timedelta:
    """After so many attempts: `first`, then `factor` times longer each time, and never more than `longest`.

    `of`: what is tried. Two things that failed in the same moment then come back up to a fifth later than each other,
    always the same, so that what failed together does not come back together.
    """
    times: int = factor ** min(max(attempts, 1) - 1, 20)
    wait = min(first * times, longest)
    if of is None:
        return wait
    digest = blake2b(f"{of} {attempts}".encode(errors="surrogatepass"), digest_size=4).digest()
    return wait * (1 + int.from_bytes(digest) / 2**32 / 5)
