"""Every fault of a provider's API becomes one of two exceptions, which reveal nothing of the response."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.portal import PortalRequest
from contracts.providers.misbehaviour import MISBEHAVIOUR, REFUSED, UNAVAILABLE
from contracts.providers.under_test import ProviderUnderTest
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef


def calls(under_test: ProviderUnderTest) -> dict[str, Callable[[], Awaitable[object]]]:
    provider = under_test.provider
    name, snapshots, portal, lists = provider.name, provider.fetcher, provider.portal, provider.listing
    request = PortalRequest(
        account=ProviderRef(provider=name, id="cus_Ada"),
        intent=Intent.MANAGE,
        subscription=None,
        plan_changes=True,
        return_url="https://app.example.com/secret-page",
    )
    return {
        "an account": lambda: snapshots.fetch(ObjectKind.ACCOUNT, request.account),
        "a subscription": lambda: snapshots.fetch(ObjectKind.SUBSCRIPTION, ProviderRef(provider=name, id="sub_AdaPro")),
        "the identity": snapshots.seller_id,
        "the portal": lambda: portal.open(request),
        "the time": under_test.provider.setup.time,
        "the webhook endpoints": lambda: under_test.provider.setup.webhooks("https://billing.test/webhooks/any"),
        "installing": lambda: under_test.provider.setup.install("https://billing.test/webhooks/any"),
        "a list": lambda: lists.page(lists.kinds[0], None),
        "what has changed": lambda: lists.page(lists.kinds[0], None, under_test.now - timedelta(hours=1)),
    }


@pytest.fixture
def _everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


@pytest.mark.usefixtures("_everything_logged", "_every_exception_is_heard")
@pytest.mark.parametrize("what", MISBEHAVIOUR)
async def test_faulty_response_becomes_one_of_two_exceptions(
    under_test: ProviderUnderTest, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    under_test.answer_with(MISBEHAVIOUR[what])
    expected = ProviderRefused if what in REFUSED else ProviderUnavailable
    for call in calls(under_test).values():
        with pytest.raises(expected) as failed:
            await call()
        told = "".join(map(repr, chain_of(failed.value))) + str(failed.value) + caplog.text
        secrets = [*under_test.secrets, "secret-page", "elsewhere"]
        assert [secret for secret in secrets if secret in told] == []


async def test_retry_after_is_passed_on(under_test: ProviderUnderTest) -> None:
    under_test.answer_with(UNAVAILABLE["down for now"])
    with pytest.raises(ProviderUnavailable) as failed:
        await under_test.provider.fetcher.seller_id()
    assert failed.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("what", MISBEHAVIOUR)
async def test_fetching_the_login_page_never_fails(under_test: ProviderUnderTest, what: str) -> None:
    under_test.answer_with(MISBEHAVIOUR[what])
    assert await under_test.provider.portal.login_page() is None


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Return the exception and all its causes and contexts."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
