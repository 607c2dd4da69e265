"""The real service over in-memory storage, in one of the states of the Billing page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import httpx
import msgspec
from litestar import Litestar

from application.customers.register_customer import Registration
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.portal.show_billing import BillingView
from application.use_cases import UseCases
from billing_page.sold import LEMONSQUEEZY, STRIPE
from billing_page.state import Arrival, State
from domain.intent import Intent
from entrypoints.http.app import create_app
from entrypoints.http.rate_limit import PORTAL_SESSIONS
from entrypoints.settings.model import HttpSettings
from examples import ADA, NOON
from fakes.clock import FakeClock
from fakes.in_memory.customer_limits import InMemoryCustomerLimits
from fakes.installation import FakeInstallation
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage

API_KEY = "the-host-application"
SETTINGS = HttpSettings(
    api_keys=(API_KEY,),
    return_url="https://app.example/account",
    return_url_origins=frozenset({"https://app.example"}),
    pricing_url="https://app.example/pricing",
    support_url="https://app.example/support",
)
NAME = "Ada Lovelace"


@dataclass(kw_only=True)
class Stage:
    """`app` is the service. A test opens `entry()` and then follows the state's arrival."""

    state: State
    clock: FakeClock
    installation: FakeInstallation
    settings: HttpSettings = SETTINGS

    @cached_property
    def use_cases(self) -> UseCases:
        return self.installation.use_cases()

    @cached_property
    def app(self) -> Litestar:
        return create_app(
            self.use_cases,
            self.settings,
            clock=self.clock,
            tokens=None,
            limits=InMemoryCustomerLimits(self.clock),
            check_storage=self.installation.storage.check,
        )

    def with_settings(self, **changes: Any) -> None:
        """Change settings before the first use of `app`."""
        self.settings = msgspec.structs.replace(self.settings, **changes)

    async def register(self, *, name: str | None = NAME) -> None:
        """Register the customer like a host."""
        await self.use_cases.register_customer(Registration(customer_id=ADA, name=name))

    async def entry(self) -> str:
        """Return the path at which the state begins: a new link, a used one, or the page without a session."""
        if self.state.arrival is Arrival.COMES_WITHOUT_VISIT:
            return "/billing"
        link = await self.use_cases.create_billing_session(ADA, return_url=self.settings.return_url)
        if self.state.arrival is Arrival.OPENS_SPENT_LINK:
            await self.use_cases.enter_billing(link.secret)
        return f"/billing/enter?token={link.secret}"

    async def view(self) -> BillingView:
        """Return the view model of the page."""
        return await self.use_cases.show_billing(ADA)

    async def meanwhile(self) -> None:
        """Apply the changes that happen between the page and the button, once the page is shown."""
        if self.state.meanwhile:
            await self.installation.hear(*self.state.meanwhile)
        if self.state.tired:
            transport = httpx.ASGITransport(app=cast(Any, self.app))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as host:
                for _ in range(PORTAL_SESSIONS.most):
                    address, credential = f"/v1/customers/{ADA}/portal-sessions", {"authorization": f"Bearer {API_KEY}"}
                    (await host.post(address, headers=credential)).raise_for_status()


_PAGES = frozenset(Intent) - {Intent.PAUSE}


async def staged(state: State) -> Stage:
    """Put the service into this state."""
    clock, memory = FakeClock(NOON), InMemoryStorage()
    providers = {
        name: FakeProvider(name=name, storage=memory, opens=state.portal, fails=state.fails, pages=_PAGES)
        for name in (STRIPE, LEMONSQUEEZY)
    }
    references = CheckoutReferenceSigner(key="user_id", secret="a secret to sign references with")
    installation = FakeInstallation(
        clock=clock, memory=memory, storage=memory, providers=providers, references=references
    )
    stage = Stage(state=state, clock=clock, installation=installation)
    if state.heard:
        await installation.hear(*state.heard, claims=state.claims)
    await stage.register()
    return stage
