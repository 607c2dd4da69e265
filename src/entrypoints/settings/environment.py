"""Named values as text, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import TypeVar

from entrypoints.urls import HttpUrl, InvalidAddress, origin, parse_http_url

T = TypeVar("T")


class InvalidSettings(Exception):
    """Raised if settings prevent the start: one line for each, none with its value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Environment:
    """Reads settings by name and goes on when one is wrong, so that a person can put all of them right at once."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    def reject(self, name: str, reason: str) -> None:
        self.problems.append(f"{name}: {reason}")

    def text(self, name: str) -> str | None:
        """Stripped; None where it is missing or empty."""
        value = self._values.get(name, "").strip()
        if "\0" in value:
            self.reject(name, "must not contain a null character")
            return None
        return value or None

    def texts(self, name: str) -> tuple[str, ...]:
        """A comma-separated list, each once."""
        values = [value.strip() for value in (self.text(name) or "").split(",")]
        return tuple(dict.fromkeys(value for value in values if value))

    def flag(self, name: str) -> bool:
        """`true` or `false`; false where it is missing."""
        value = self.text(name)
        if value not in (None, "true", "false"):
            self.reject(name, "must be true or false")
        return value == "true"

    def integer(self, name: str, *, default: int, most: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or len(value) > len(str(most)) or int(value) > most:
            self.reject(name, f"must be a whole number from 0 to {most}")
            return default
        return int(value)

    def url(self, name: str, *, private: bool = False) -> HttpUrl | None:
        """A web address; a `private` one must be https, or http on this machine."""
        value = self.text(name)
        address = self._checked(name, parse_http_url, value) if value is not None else None
        if address is not None and private and not address.is_private:
            self.reject(name, "must be an https URL (http is allowed on loopback only)")
            return None
        return address

    def prefix(self, name: str) -> str | None:
        """A private web address that paths are put behind: without a slash at the end, a query or a fragment."""
        address = self.url(name, private=True)
        if address is None:
            return None
        if "?" in address.url or "#" in address.url:
            self.reject(name, "must not have a query or a fragment, because paths are appended to it")
            return None
        return address.url.rstrip("/")

    def origins(self, name: str, *, besides: Set[str] = frozenset()) -> tuple[str, ...]:
        """`besides`: words in the list that are no origins, and are passed over."""
        found = [self._checked(name, origin, value) for value in self.texts(name) if value not in besides]
        return tuple(dict.fromkeys(value for value in found if value is not None))

    def _checked(self, name: str, parse: Callable[[str], T], value: str) -> T | None:
        try:
            return parse(value)
        except InvalidAddress as error:
            self.reject(name, str(error))
            return None
