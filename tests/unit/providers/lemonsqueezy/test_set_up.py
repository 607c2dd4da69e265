"""Setup specific to Lemon Squeezy: length of the secret, mode of the key, webhook of the store."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.http import http_client
from adapters.providers.lemonsqueezy.assembly import LemonSqueezyConnection, assemble
from adapters.providers.lemonsqueezy.event_table import READERS
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.errors import ProviderRefused
from application.ports.provider.setup import CheckStatus, InstallResult, ProviderSetup
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits
from fakes.lemonsqueezy_api import FakeLemonSqueezy
from fixtures.lemonsqueezy.payloads import STORE_ID

ADDRESS = "https://billing.test/webhooks/lemonsqueezy"


@pytest.fixture
def api() -> FakeLemonSqueezy:
    return FakeLemonSqueezy()


def set_up_at(api: FakeLemonSqueezy, *secrets: str, test_mode: bool = True) -> ProviderSetup:
    connection = LemonSqueezyConnection(
        api_key=api.key, webhook_secrets=secrets or ("a secret",), store_id=STORE_ID, test_mode=test_mode
    )
    references = CheckoutReferenceSigner(key="user_id", secret="a secret to sign references with")
    return assemble(
        connection,
        http=http_client(api.transport()),
        references=references,
        limits=InMemoryRateLimits(FakeClock(api.now)),
    ).setup


def webhook(id_: str = "31", **attributes: Any) -> dict[str, Any]:
    """Build a webhook that delivers every event to this service, with the given changes."""
    told = {"store_id": int(STORE_ID), "url": ADDRESS, "events": list(READERS), "test_mode": True, **attributes}
    return {"type": "webhooks", "id": id_, "attributes": told}


@pytest.mark.parametrize("length", [6, 40])
async def test_secret_of_six_to_forty_characters_is_accepted(api: FakeLemonSqueezy, length: int) -> None:
    assert (await set_up_at(api, "s" * length).install(ADDRESS)).change is InstallResult.CREATED


@pytest.mark.parametrize("length", [1, 5, 41])
async def test_secret_of_another_length_is_refused_before_any_call(api: FakeLemonSqueezy, length: int) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await set_up_at(api, "s" * length).install(ADDRESS)
    assert "6 to 40 characters" in refused.value.next_step
    assert "sss" not in f"{refused.value}".replace("LEMONSQUEEZY", "")
    assert api.calls == []


async def test_existing_webhook_is_found_among_hundreds_and_updated(api: FakeLemonSqueezy) -> None:
    """Lemon Squeezy lists the newest webhooks first."""
    api.hold(webhook(), *(webhook(str(100 + n), url=f"https://{n}.example.com/") for n in range(250)))
    (delivers, _) = await set_up_at(api).webhooks(ADDRESS)
    assert delivers.message == "31 delivers here"
    installed = await set_up_at(api).install(ADDRESS)
    assert (installed.endpoint, installed.change) == ("31", InstallResult.UPDATED)


async def test_endless_list_of_webhooks_is_given_up(api: FakeLemonSqueezy) -> None:
    api.misbehaviour = lambda _: api.told({"meta": {"page": {"lastPage": 999}}, "data": []})
    with pytest.raises(ProviderRefused) as refused:
        await set_up_at(api).webhooks(ADDRESS)
    assert "Webhooks" in refused.value.next_step
    assert len(api.calls) == 10


async def test_missing_events_are_named_and_installing_adds_them(api: FakeLemonSqueezy) -> None:
    api.hold(webhook(events=[name for name in READERS if name != "order_refunded"]))
    set_up = set_up_at(api)
    delivers, missing = await set_up.webhooks(ADDRESS)
    assert (delivers.outcome, missing.check, missing.outcome) == (
        CheckStatus.FINE,
        "webhook_events",
        CheckStatus.PROBLEM,
    )
    assert missing.message == "31 does not deliver order_refunded"
    assert "webhooks install" in str(missing.next_step)
    installed = await set_up.install(ADDRESS)
    assert (installed.endpoint, installed.change, installed.secret) == ("31", InstallResult.UPDATED, None)
    assert {finding.outcome for finding in await set_up.webhooks(ADDRESS)} == {CheckStatus.FINE}


async def test_webhook_of_the_other_mode_is_reported_and_another_is_created(api: FakeLemonSqueezy) -> None:
    api.hold(webhook(test_mode=False))
    set_up = set_up_at(api)
    (found,) = await set_up.webhooks(ADDRESS)
    assert (found.outcome, found.message) == (CheckStatus.PROBLEM, "31 belongs to live mode")
    assert "MODE" in str(found.next_step)
    installed = await set_up.install(ADDRESS)
    assert (installed.change, installed.endpoint != "31") == (InstallResult.CREATED, True)


async def test_webhook_without_a_mode_is_a_problem(api: FakeLemonSqueezy) -> None:
    api.hold(webhook(test_mode=None))
    (found,) = await set_up_at(api).webhooks(ADDRESS)
    assert (found.outcome, found.message) == (CheckStatus.PROBLEM, "31 has no known store: the mode is missing")


async def test_webhook_of_another_store_is_not_counted(api: FakeLemonSqueezy) -> None:
    api.hold(webhook(store_id=999))
    (found,) = await set_up_at(api).webhooks(ADDRESS)
    assert (found.outcome, found.message) == (CheckStatus.PROBLEM, f"no webhook of this store delivers to {ADDRESS}")
    api.misbehaviour = lambda _: api.told({"data": [webhook(store_id=999)]})
    (unasked_for,) = await set_up_at(api).webhooks(ADDRESS)
    assert (unasked_for.outcome, unasked_for.message) == (CheckStatus.PROBLEM, "31 belongs to another store")


@pytest.mark.parametrize(
    ("told", "configured", "outcome"),
    [
        (True, True, CheckStatus.FINE),
        (False, False, CheckStatus.FINE),
        (True, False, CheckStatus.PROBLEM),
        (False, True, CheckStatus.PROBLEM),
        (None, True, CheckStatus.UNKNOWN),
    ],
)
async def test_key_mode_is_the_mode_that_the_api_reports(
    api: FakeLemonSqueezy, *, told: bool | None, configured: bool, outcome: CheckStatus
) -> None:
    api.test_mode = told
    (found,) = await set_up_at(api, test_mode=configured).mode()
    assert (found.check, found.outcome, found.next_step is None) == (
        "api_key_mode",
        outcome,
        outcome is CheckStatus.FINE,
    )
    assert api.calls == ["/v1/users/me"]
    assert "Harriet" not in repr(found)
