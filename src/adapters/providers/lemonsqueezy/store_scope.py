"""Whose objects are ours: one store's, in one of its two modes."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.providers.lemonsqueezy.wire.values import OfStore


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreScope:
    """An API key reaches every store of its owner, and both modes of a store share its id."""

    store_id: str
    test_mode: bool

    def why_foreign(self, told: OfStore, *, test_mode: bool | None = None) -> str | None:
        """What is told of another store or mode, in words; None if it is ours.

        `test_mode`: what an event says of itself, which counts more than what its object says.

        Raises:
            ValueError: it does not tell.
        """
        mode = told.test_mode if test_mode is None else test_mode
        if mode is None:
            raise ValueError("the mode is missing")
        if told.store_id is None:
            raise ValueError("the store is missing")
        if mode is not self.test_mode:
            return f"belongs to {'test' if mode else 'live'} mode"
        return None if str(told.store_id) == self.store_id else "belongs to another store"
