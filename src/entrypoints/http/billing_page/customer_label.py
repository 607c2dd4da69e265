"""The label of the customer on the page. Users may choose a name that looks like another customer's."""

from __future__ import annotations

import unicodedata

from domain.customer import Customer

_MOST_CHARACTERS = 100
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that take no space, change the direction or break a line."""


def whom(customer: Customer) -> str:
    """Return the customer's name, e-mail address or id, whichever can be shown first."""
    return _shown(customer.name) or _shown(customer.email) or customer.id


def identified_by(customer: Customer) -> tuple[str, str] | None:
    """The key of the words for it, and the e-mail address or else the id. None where that is what they are called."""
    if not _shown(customer.name):
        return None
    email = _shown(customer.email)
    return ("enter.email", email) if email else ("enter.id", customer.id)


def _shown(text: str | None) -> str:
    """Without what cannot be seen, and no longer than a name."""
    visible = "".join(" " if unicodedata.category(each) in _INVISIBLE else each for each in text or "")
    shown = " ".join(visible.split())
    return shown if len(shown) <= _MOST_CHARACTERS else f"{shown[:_MOST_CHARACTERS]}…"
