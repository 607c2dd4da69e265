"""Translates database errors into the application's errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from adapters.persistence.pooler import REFUSAL, PoolerNotNamed
from application.ports.errors import StorageUnavailable, WriteConflict

_SERIALIZATION_FAILURE, _DEADLOCK_DETECTED = "40001", "40P01"


class ValueNotStorable(Exception):
    """The database refuses a value. It is not repeated here: it may be personal."""


@contextmanager
def storage_failures() -> Iterator[None]:
    """Turns the driver's errors into the port's; their own texts may hold an address or a value, so nothing is chained.

    Raises:
        WriteConflict, StorageUnavailable, ValueNotStorable
    """
    try:
        yield
    except OverflowError:
        raise ValueNotStorable("a number does not fit in 64 bits") from None
    except DBAPIError as error:
        raise _translated(error) from None
    except SQLAlchemyError as error:
        raise StorageUnavailable(type(error).__name__) from None


def _translated(error: DBAPIError) -> Exception:
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    reason = f"{type(error.orig).__name__} {code}" if code else type(error.orig).__name__
    if REFUSAL in str(error.orig):
        return PoolerNotNamed()
    if code in (_SERIALIZATION_FAILURE, _DEADLOCK_DETECTED):
        return WriteConflict(reason)
    if isinstance(error, DataError | IntegrityError):
        return ValueNotStorable(reason)
    return StorageUnavailable(reason)
