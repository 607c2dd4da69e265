"""The request parameter that names an account."""

from __future__ import annotations

from typing import Any

_ACCOUNTS_V2 = "acct_"


def is_of_accounts_v2(id_: str) -> bool:
    """Return whether an id is of Accounts v2, which goes into `customer_account` instead of `customer`."""
    return id_.startswith(_ACCOUNTS_V2)


def naming(id_: str, **others: object) -> Any:
    """Return the parameters of a call about this account. They are untyped, because each call has its own type."""
    return {"customer_account" if is_of_accounts_v2(id_) else "customer": id_, **others}
