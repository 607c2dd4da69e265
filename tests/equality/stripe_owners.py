"""Ownership at Stripe by claims that only the seller can write; the earliest claim counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from payment_sandbox.records import Document, Records


class Owners:
    """Owners among the host application's customers, empty if no object names one. `key` is the metadata key that
    names them.

    With `pricing_tables`, buyers may have written the reference of a session, else the seller did. No session of the
    sandbox comes from a payment link.
    """

    def __init__(self, records: Records, key: str, *, pricing_tables: bool = False) -> None:
        self._key = key
        self._pricing_tables = pricing_tables
        self._sellers: dict[str, str] = {}
        self._carried: dict[str, str] = {}
        self._accounts: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for said_at, account, owner in self._said(records):
            self._accounts[account].append((said_at, owner))

    def of_account(self, id_: str) -> str:
        return min(self._accounts[id_])[1] if id_ in self._accounts else ""

    def of_subscription(self, subscription: Document) -> str:
        sellers = self._named(subscription) or self._sellers.get(subscription["id"], "")
        return sellers or self.of_account(subscription["customer"]) or self._carried.get(subscription["id"], "")

    def of_session(self, session: Document) -> str:
        """Return the owner of a session. A reference that the buyer may have written counts only without another
        claim, and links no account.
        """
        of_account = self.of_account(session["customer"]) if session["customer"] else ""
        return self._sellers_claim(session) or of_account or session["client_reference_id"] or ""

    def _said(self, records: Records) -> Iterator[tuple[int, str, str]]:
        for customer in records.all("customer"):
            if owner := self._named(customer):
                yield customer["created"], customer["id"], owner
        for session in records.find("checkout.session", "status", "complete"):
            if session["subscription"]:
                self._sellers[session["subscription"]] = self._sellers_claim(session)
                self._carried[session["subscription"]] = session["client_reference_id"] or ""
            if session["customer"] and (owner := self._sellers_claim(session)):
                yield session["created"], session["customer"], owner
        for subscription in records.all("subscription"):
            if owner := self._named(subscription):
                yield subscription["created"], subscription["customer"], owner

    def _sellers_claim(self, session: Document) -> str:
        return self._named(session) or ("" if self._pricing_tables else session["client_reference_id"] or "")

    def _named(self, document: Document) -> str:
        """Return the named customer. The remains of a deleted customer object name nobody."""
        return str(document.get("metadata", {}).get(self._key, ""))
