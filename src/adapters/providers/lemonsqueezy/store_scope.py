"""The scope of the connection: one store in one of its two modes."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.providers.lemonsqueezy.wire.values import OfStore


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreScope:
    """Identifies a store and a mode. An API key reaches all stores of its owner, and both modes share the store id."""

    store_id: str
    test_mode: bool

    def why_foreign(self, told: OfStore, *, test_mode: bool | None = None) -> str | None:
        """Return why an object is of another store or mode, or None if the object is in scope.

        `test_mode`: that of the event, which takes precedence over that of the object.

        Raises:
            ValueError: The object does not state its store or mode.
        """
        mode = told.test_mode if test_mode is None else test_mode
        if mode is None:
            raise ValueError("the mode is missing")
        if told.store_id is None:
            raise ValueError("the store is missing")
        if mode is not self.test_mode:
            return f"belongs to {'test' if mode else 'live'} mode"
        return None if str(told.store_id) == self.store_id else "belongs to another store"
