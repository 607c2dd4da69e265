"""Validation of return URLs."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from entrypoints.http.errors import ReturnUrlNotAllowed
from entrypoints.urls import InvalidAddress, parse_http_url


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnUrls:
    """Lets pass what stays within `origins`; `default` is where those go who ask for nothing."""

    default: str | None
    origins: Set[str]

    def choose(self, wanted: str | None) -> str | None:
        """
        Raises:
            ReturnUrlNotAllowed
        """
        if wanted is None:
            return self.default
        try:
            address = parse_http_url(wanted)
        except InvalidAddress as error:
            raise ReturnUrlNotAllowed(str(error)) from None
        if not address.is_private:
            raise ReturnUrlNotAllowed("must be an https URL (http is allowed on loopback only)")
        if address.origin not in self.origins:
            raise ReturnUrlNotAllowed("must have an origin listed in RETURN_URL_ORIGINS")
        return address.url
