"""The HTTP interface over fakes; everything between the request and the use cases is real."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import httpx
import jwt
import msgspec
from litestar import Litestar

from application.portal.checkout_reference import CheckoutReferenceSigner
from domain.mirror.snapshot import Snapshot
from domain.ownership.claim import Claim
from entrypoints.http.app import create_app
from entrypoints.settings.model import HttpSettings
from entrypoints.tokens.browser_token import BrowserTokens
from entrypoints.tokens.keys import Keys, StaticKey
from entrypoints.tokens.signing_key import from_secret
from examples import ADA, ALPHA, BETA, NOON
from fakes.clock import FakeClock
from fakes.in_memory.customer_limits import InMemoryCustomerLimits
from fakes.installation import FakeInstallation
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage
from silence.hearing import EAR
from silence.made_up import secret

API_KEY = secret("the-host-application")
OPERATOR_KEY = secret("an-operator")
TOKEN_SECRET = secret("a secret of the host that is long enough")
PROBLEM = "application/problem+json"
SETTINGS = HttpSettings(
    api_keys=(secret("an-older-key"), API_KEY),
    operator_keys=(OPERATOR_KEY,),
    cors_origins=("https://app.example",),
    return_url="https://app.example/account",
    return_url_origins=frozenset({"https://app.example", "https://shop.example:8443", "http://localhost:3000"}),
    pricing_url="https://app.example/pricing",
    support_url="https://app.example/support",
    public_url="https://billing.example",
)


def token_of(customer_id: str = ADA, *, secret: str = TOKEN_SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    """Make a browser token that is valid until an hour after the noon of the examples."""
    said = {"sub": customer_id, "exp": int(NOON.timestamp()) + 3600, **claims}
    return jwt.encode({name: value for name, value in said.items() if value is not None}, secret, algorithm)


async def hear_exception(error: Exception, _: object) -> None:
    EAR.hear_exception(error)


async def hear_refusal(response: httpx.Response) -> None:
    await response.aread()
    if response.is_error:
        EAR.hear(response.text)


@dataclass(kw_only=True)
class Api:
    """Sends requests. Settings can be changed before the first one."""

    installation: FakeInstallation
    clock: FakeClock
    settings: HttpSettings = SETTINGS
    keys: Keys = field(default_factory=lambda: StaticKey(key=from_secret(TOKEN_SECRET)))
    audience: str | None = None
    issuer: str | None = None
    body_seconds: float = 30.0

    @property
    def alpha(self) -> FakeProvider:
        return self.installation.providers[ALPHA]

    @property
    def beta(self) -> FakeProvider:
        return self.installation.providers[BETA]

    @cached_property
    def app(self) -> Litestar:
        """The application; its refusals and their reasons are recorded for the search for leaks."""
        app = create_app(
            self.installation.use_cases(),
            self.settings,
            clock=self.clock,
            tokens=BrowserTokens(keys=self.keys, clock=self.clock, audience=self.audience, issuer=self.issuer),
            limits=InMemoryCustomerLimits(self.clock),
            check_storage=self.installation.storage.check,
            body_seconds=self.body_seconds,
        )
        app.after_exception.append(hear_exception)
        return app

    @cached_property
    def client(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=cast(Any, self.app), raise_app_exceptions=False)
        hooks = {"response": [hear_refusal]}
        return httpx.AsyncClient(transport=transport, base_url="http://portal.test", event_hooks=hooks)

    def with_settings(self, **changes: Any) -> None:
        self.settings = msgspec.structs.replace(self.settings, **changes)

    async def call(self, method: str, path: str, *, credential: str | None = API_KEY, **rest: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {credential}"} if credential else {}
        return await self.client.request(method, path, headers={**headers, **rest.pop("headers", {})}, **rest)

    async def get(self, path: str, **rest: Any) -> httpx.Response:
        return await self.call("GET", path, **rest)

    async def put(self, path: str, body: object, **rest: Any) -> httpx.Response:
        return await self.call("PUT", path, json=body, **rest)

    async def open_portal(self, customer_id: str = ADA, body: object = None, **rest: Any) -> httpx.Response:
        return await self.call("POST", f"/v1/customers/{customer_id}/portal-sessions", json=body or {}, **rest)

    async def hear(self, *snapshots: Snapshot, claims: tuple[Claim, ...] = ()) -> None:
        await self.installation.hear(*snapshots, claims=claims)

    async def close(self) -> None:
        await self.client.aclose()


def fresh_api() -> Api:
    clock = FakeClock(NOON)
    memory = InMemoryStorage()
    installation = FakeInstallation(
        clock=clock,
        memory=memory,
        storage=memory,
        providers={name: FakeProvider(name=name, storage=memory) for name in (ALPHA, BETA)},
        references=CheckoutReferenceSigner(key="user_id", secret=secret("a secret to sign references with")),
    )
    return Api(installation=installation, clock=clock)


def is_problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """Check that the response is this problem, complete, and return its body."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    body: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert body["status"] == status
    assert body["type"].endswith(f"/problems/{slug}")
    return body
