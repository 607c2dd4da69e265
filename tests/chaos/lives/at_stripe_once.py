"""Refunds, disputes, authorizations and quotes of one-off purchases at Stripe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from chaos.lives.buyer import Buyer, Deed
from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import authorizations, collection, disputes, invoices, quotes, refunds, wallet

_GOOD_CARD = "4242"


@dataclass(frozen=True, slots=True)
class OnceAtStripe:
    account: Account

    def payments(self, buyer: Buyer) -> list[Document]:
        """Return the payment intents of all one-off purchases."""
        return [self.account.get("payment_intent", id_) for id_ in buyer.payments]

    def deeds(self, buyer: Buyer) -> Iterator[Deed]:
        for intent in self.payments(buyer):
            if intent["status"] == "requires_capture":
                yield from self._of_authorization(buyer, intent)
            elif intent["status"] == "succeeded":
                yield from self._of_charge(buyer, self.account.get("charge", intent["latest_charge"]))

    def accept_quote(self, buyer: Buyer, customer: str) -> None:
        """Give a card, accept the quote and pay on the page of its invoice."""
        account, seats = self.account, buyer.chance.choice((1, 2))
        wallet.use_card(account, customer, _GOOD_CARD)
        wanted = [{"price": catalogue.LIFETIME, "quantity": seats}]
        offered = quotes.create(account, customer=customer, line_items=wanted, metadata={"offered_by": "the seller"})
        invoice = quotes.accept(account, quotes.finalize(account, offered["id"])["id"])["invoice"]
        invoices.finalize(account, invoice)
        collection.collect(account, invoice, present=True)
        for link in account.records.find("invoice_payment", "invoice", invoice):
            buyer.payments.append(link["payment"]["payment_intent"])

    def _of_authorization(self, buyer: Buyer, intent: Document) -> Iterator[Deed]:
        account, id_, some = self.account, intent["id"], buyer.chance.randint(1, intent["amount"])
        yield Deed("is charged what was authorized", partial(authorizations.capture, account, id_), 2.0)
        yield Deed("is charged a part of it", partial(authorizations.capture, account, id_, amount=some))
        yield Deed("has an authorization cancelled", partial(authorizations.cancel, account, id_), 2.0)

    def _of_charge(self, buyer: Buyer, charge: Document) -> Iterator[Deed]:
        account, id_ = self.account, charge["id"]
        if (left := charge["amount"] - charge["amount_refunded"]) > 0 and not charge["disputed"]:
            some = buyer.chance.randint(1, left)
            yield Deed("gets some of it back", lambda: refunds.create(account, charge=id_, amount=some))
            yield Deed("gets all of it back", lambda: refunds.create(account, charge=id_), 0.7)
        if not charge["disputed"]:
            part = buyer.chance.randint(1, charge["amount_captured"])
            yield Deed("disputes", lambda: disputes.open_dispute(account, id_), 0.6)
            yield Deed("disputes a part", lambda: disputes.open_dispute(account, id_, amount=part), 0.4)
        for dispute in account.records.find("dispute", "charge", id_):
            if dispute["status"] not in ("won", "lost"):
                yield Deed("wins the dispute", partial(disputes.win, account, dispute["id"]), 2.0)
                yield Deed("loses the dispute", partial(disputes.close, account, dispute["id"]), 2.0)
        for refund in account.records.find("refund", "charge", id_):
            if refund["status"] == "succeeded":
                yield Deed("has a refund sent back", partial(refunds.fail, account, refund["id"]), 0.2)
