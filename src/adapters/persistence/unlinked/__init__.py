"""The walk through what may be nobody's: along indexes, a bounded number of rows at a time."""

from adapters.persistence.unlinked.walking import walk

__all__ = ["walk"]
