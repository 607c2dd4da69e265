"""Lists, as Stripe nests and answers them."""

from __future__ import annotations

from collections.abc import Iterable

from payment_sandbox.records import Document


def listing(url: str, data: Iterable[Document], *, has_more: bool = False) -> Document:
    return {"object": "list", "data": list(data), "has_more": has_more, "url": url}
