"""The host application links accounts later, and sometimes corrects itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import httpx

from chaos.lives.buyer import Buyer
from equality.rows import Fields, Key, Rows
from lives.person import patiently
from payment_sandbox.lemonsqueezy.vendor import LemonSqueezyVendor
from payment_sandbox.sandbox import Sandbox
from portal_demo.host.api_errors import json_of

_A_DAY = 0.1
_UNLINKED = ""
Account = tuple[str, str]
"""A provider, and its id of a customer."""


@dataclass(slots=True, kw_only=True)
class Linking:
    """`nobodies` are buyers whose accounts are linked to their own customers, once each, and perhaps unlinked for
    good.
    """

    client: httpx.AsyncClient
    sandbox: Sandbox
    nobodies: Sequence[tuple[str, Buyer]]
    seed: int
    tell: Callable[[str, str], None]
    owners: dict[Account, str] = field(default_factory=dict)

    @property
    def customers(self) -> list[str]:
        return [customer for customer, _ in self.nobodies]

    async def day(self, day: int) -> None:
        """Raises: CallFailed"""
        chance = random.Random(f"{self.seed} linking {day}")  # noqa: S311  # a plan, no secret
        for customer, buyer in self.nobodies:
            for account in self._accounts(buyer):
                if chance.random() >= _A_DAY:
                    continue
                if account not in self.owners:
                    await self._link(customer, account)
                elif self.owners[account] != _UNLINKED:
                    await self._unlink(customer, account)

    def told(self, rows: Rows) -> Rows:
        """Return the owners including the host application's claims, which outrank all others."""
        return {replace(key, owner=self._owner(key, fields)): fields for key, fields in rows.items()}

    def _owner(self, key: Key, fields: Fields) -> str:
        account = key.id if key.kind == "account" else str(fields["account"])
        return self.owners.get((key.provider, account), key.owner)

    def _accounts(self, buyer: Buyer) -> Iterator[Account]:
        for id_ in buyer.accounts:
            yield "stripe", id_
        lemonsqueezy = self.sandbox.vendors["lemonsqueezy"]
        assert isinstance(lemonsqueezy, LemonSqueezyVendor)
        for known in self.sandbox.records["lemonsqueezy"].find("customers", "private.email", buyer.email):
            yield "lemonsqueezy", known["id"]

    async def _link(self, customer: str, account: Account) -> None:
        provider, id_ = account
        accounts = {"accounts": [{"provider": provider, "provider_customer_id": id_}]}
        await self._call("PUT", customer, "", accounts)
        self.owners[account] = customer
        self.tell(customer, f"is given {provider} {id_}")

    async def _unlink(self, customer: str, account: Account) -> None:
        provider, id_ = account
        await self._call("DELETE", customer, f"/accounts/{provider}/{id_}", None)
        self.owners[account] = _UNLINKED
        self.tell(customer, f"loses {provider} {id_}")

    async def _call(self, method: str, customer: str, path: str, body: Any) -> None:
        """Repeat the call if the process was killed meanwhile; both calls may take effect."""
        address = f"/v1/customers/{quote(customer)}{path}"
        await patiently(
            lambda: json_of("The service", self.client.build_request(method, address, json=body), self.client)
        )
