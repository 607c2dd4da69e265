"""The parameter that names an account in a request."""

from __future__ import annotations

from typing import Any

_ACCOUNTS_V2 = "acct_"


def is_of_accounts_v2(id_: str) -> bool:
    """An id of Accounts v2 stands in `customer_account` where that of a customer object stands in `customer`."""
    return id_.startswith(_ACCOUNTS_V2)


def naming(id_: str, **others: object) -> Any:
    """The parameters of a call that concerns this account. Untyped, because each call has a type of its own."""
    return {"customer_account" if is_of_accounts_v2(id_) else "customer": id_, **others}
