"""After a day of traffic, none of its secrets is in the log, in an error or in a repr."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.stripe_under_test import StripeUnderTest
from contracts.providers.under_test import ProviderUnderTest
from domain.provider import ProviderName
from entrypoints.log import configure_logging
from fakes.clock import FakeClock
from integration.http.api import API_KEY, OPERATOR_KEY, TOKEN_SECRET, Api, fresh_api, token_of
from silence.hearing import Ear
from silence.made_up import private_parts, secret

pytestmark = pytest.mark.slow

EMAIL, NAME = secret("augusta@private.example"), secret("Augusta Private")
RETURN_URL = secret("https://app.example/account?session=private-return")
ELSEWHERE = secret("https://evil.example/private-page")
UNDER_TEST = (StripeUnderTest, LemonSqueezyUnderTest)
GARBAGE = (b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 50_000, b'{"id": "augusta@private.example"}')


class Day:
    """The traffic of one situation: everything the service wrote, and everything it must not have written."""

    def __init__(self, under_test: ProviderUnderTest) -> None:
        self.played = under_test
        self.api: Api = fresh_api()
        self.api.clock = self.api.installation.clock = FakeClock(under_test.now)
        provider = under_test.provider
        self.api.installation.providers = cast(
            Any, {ProviderName(provider.name): SimpleNamespace(provider=lambda: provider)}
        )
        self.token = token_of("user_ada", exp=int(under_test.now.timestamp()) + 3600, email=EMAIL)
        self.secrets = {
            *under_test.secrets,
            API_KEY,
            OPERATOR_KEY,
            TOKEN_SECRET,
            self.token,
            EMAIL,
            NAME,
            RETURN_URL,
            ELSEWHERE,
        }
        self.statuses: set[int] = set()
        self.told = Ear()
        self.told.hear(repr(provider), repr(self.api.installation.use_cases()), repr(self.api.settings))
        self.api.app.after_exception.append(self.hear_of)

    async def hear_of(self, error: Exception, _: Any) -> None:
        self.told.hear_exception(error)

    async def deliver(self, body: bytes, headers: Any) -> None:
        self.note(await self.api.client.post(f"/webhooks/{self.played.provider.name}", content=body, headers=headers))

    async def call(self, method: str, path: str, **rest: Any) -> None:
        self.note(await self.api.call(method, f"/v1/customers/{path}", **rest))

    def note(self, response: httpx.Response) -> None:
        self.statuses.add(response.status_code)
        if response.is_error:
            self.told.hear(response.text)
        else:
            self.secrets.update(private_parts(response.json()))

    async def hear_everything(self) -> None:
        now = self.played.now
        for body in self.played.bodies.values():
            self.secrets.update(private_parts(json.loads(body)))
            await self.deliver(body, self.played.signed(body, now))
        body = next(iter(self.played.bodies.values()))
        for _, forged in self.played.forged(body, now):
            await self.deliver(body, {name: value.encode().replace(b"\n", b"") for name, value in forged.items()})
        for garbage in GARBAGE:
            await self.deliver(garbage, self.played.signed(garbage, now))

    async def visit(self, situation: Any) -> None:
        for body in situation.heard:
            self.secrets.update(private_parts(json.loads(body)))
            await self.deliver(body, self.played.signed(body, self.played.now))
        customer = situation.customer_id
        await self.call("PUT", customer, json={"email": EMAIL, "name": NAME})
        for intent in ("manage", "change_plan", "cancel", "update_payment_method", EMAIL):
            await self.call("POST", f"{customer}/portal-sessions", json={"intent": intent, "return_url": RETURN_URL})
        await self.call("POST", f"{customer}/portal-sessions", json={"return_url": ELSEWHERE})
        await self.call("PUT", customer, json={"email": 7, NAME: EMAIL})
        await self.call("GET", f"{customer}/billing")
        await self.call("POST", f"{customer}/refresh")
        await self.call("GET", "me/billing", credential=self.token)
        await self.call("GET", "me/billing", credential=self.token + "x")
        await self.api.installation.use_cases().ask_provider()


@pytest.mark.usefixtures("_the_log_as_it_was", "_every_exception_is_heard")
@pytest.mark.parametrize("under_test", UNDER_TEST)
async def test_traffic_of_a_day_leaks_no_secret(under_test: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger().setLevel(logging.DEBUG)
    days = []
    for words in under_test().situations:
        days.append(Day(under_test()))
        if len(days) == 1:
            await days[0].hear_everything()
        await days[-1].visit(days[-1].played.situations[words]())
    log = capsys.readouterr().err
    told = "\n".join([log, *(text for day in days for text in day.told.texts)])
    assert {200, 201, 202, 400, 401, 409, 422, 502, 503} - set().union(*(day.statuses for day in days)) == set()
    assert "provider refused a request" in log
    assert [secret for secret in sorted(set().union(*(day.secrets for day in days))) if secret in told] == []
