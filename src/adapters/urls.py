"""URLs from a provider: whether a customer may be sent to them, and when they expire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, parse_qs, urlsplit

_LONGEST = 4096
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_UNIX_TIME = re.compile(r"[0-9]{1,11}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeUrls:
    """Decides which URLs a customer may be sent to.

    `loopback`: whether plain http on this machine is allowed, as the sandbox requires."""

    loopback: bool

    def allowed(self, url: str | None) -> str | None:
        """Return the URL if it is https with a host and without credentials, else None."""
        parts = _split(url or "")
        if parts is None or "@" in parts.netloc or not parts.hostname:
            return None
        if parts.scheme == "https" or (self.loopback and parts.scheme == "http" and parts.hostname in _LOOPBACK):
            return url
        return None


def is_loopback(url: str) -> bool:
    parts = _split(url)
    return parts is not None and parts.hostname in _LOOPBACK


def expires_at(url: str) -> datetime | None:
    """Return the expiry in the query of a signed URL. The documented lifetime differs from the actual one."""
    parts = _split(url)
    told = parse_qs(parts.query).get("expires", [""])[0] if parts is not None else ""
    return datetime.fromtimestamp(int(told), UTC) if _UNIX_TIME.fullmatch(told) else None


def _split(url: str) -> SplitResult | None:
    """Split the URL, or return None if browsers might parse it differently."""
    if len(url) > _LONGEST or "\\" in url or not all("!" <= character <= "~" for character in url):
        return None
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading the port validates it
    except ValueError:
        return None
    return parts
