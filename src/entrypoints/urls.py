"""Web addresses, read more strictly than a browser does, so that both see the same host in them."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

MAX_LENGTH = 2048
_DEFAULT_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class InvalidAddress(ValueError):
    """Not an address to send anybody to; the message says why and does not repeat it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpUrl:
    """An absolute http or https URL. `origin`: scheme, host and port in the one spelling that browsers compare."""

    url: str
    scheme: str
    host: str
    origin: str

    @property
    def is_loopback(self) -> bool:
        return _is_loopback(self.host)

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read or change what is sent there: https, or this very machine."""
        return self.scheme == "https" or self.is_loopback


def parse_http_url(text: str) -> HttpUrl:
    """
    Raises:
        InvalidAddress
    """
    if not 1 <= len(text) <= MAX_LENGTH:
        raise InvalidAddress(f"must have 1 to {MAX_LENGTH} characters")
    if not all("!" <= character <= "~" for character in text) or "\\" in text:
        raise InvalidAddress("must be ASCII without spaces, backslashes or control characters")
    parts = _split(text)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _DEFAULT_PORTS or not text[len(scheme) :].startswith("://"):
        raise InvalidAddress("must begin with https:// (or http:// on loopback)")
    if "@" in parts.netloc:
        raise InvalidAddress("must not contain a user name or a password")
    if not _is_ip6(host) and not _HOST.fullmatch(host):
        raise InvalidAddress("must name a host")
    return HttpUrl(url=text, scheme=scheme, host=host, origin=_origin(scheme, host, parts.port))


def origin(text: str) -> str:
    """The origin that a text consists of, and of nothing more.

    Raises:
        InvalidAddress
    """
    address = parse_http_url(text)
    rest = _split(text)
    if rest.path not in ("", "/") or rest.query or rest.fragment:
        raise InvalidAddress("must be an origin: a scheme, a host and optionally a port, without a path")
    return address.origin


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # reading it is what checks it
    except ValueError:
        raise InvalidAddress("must be a URL") from None
    return parts


def _origin(scheme: str, host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" if port in (None, _DEFAULT_PORTS[scheme]) else f"{scheme}://{name}:{port}"


def _is_ip6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6  # noqa: PLR2004  # that is its name
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
