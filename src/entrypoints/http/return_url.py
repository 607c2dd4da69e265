"""Where a provider's portal may lead back to."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from entrypoints.http.errors import ReturnUrlNotAllowed
from entrypoints.urls import InvalidAddress, web_address


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
            address = web_address(wanted)
        except InvalidAddress as error:
            raise ReturnUrlNotAllowed(str(error)) from None
        if not address.is_private:
            raise ReturnUrlNotAllowed("must be an https URL (http is for loopback only)")
        if address.origin not in self.origins:
            raise ReturnUrlNotAllowed("must be at one of the origins that RETURN_URL_ORIGINS lists")
        return address.url
