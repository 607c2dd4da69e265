"""Trust in a `client_reference_id` depends on who could have written it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from application.ports.provider.updates import ProviderUpdate
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim, Trust
from fixtures.stripe.payloads import variant
from unit.providers.stripe.reading import REFERENCES, heard, ref

COMPLETED = "checkout.session.completed"
BOUGHT = datetime.fromtimestamp(1793793600, UTC)
LENA = CustomerId("user_lena")
PLAIN = "user_lena"
SIGNED = REFERENCES.sign(LENA, at=BOUGHT - timedelta(hours=24))
OLD = REFERENCES.sign(LENA, at=BOUGHT - timedelta(hours=24, seconds=1))
BY_API: dict[str, Any] = {"payment_link": None}
BY_LINK: dict[str, Any] = {"payment_link": "plink_1"}


def session(**changed: Any) -> dict[str, Any]:
    return variant("checkout.session.payment_link") | changed


@pytest.mark.parametrize(
    ("reference", "came", "pricing_tables", "trust"),
    [
        (PLAIN, BY_API, False, Trust.SELLER),
        (PLAIN, BY_API, True, Trust.UNSIGNED),
        (PLAIN, BY_LINK, False, Trust.UNSIGNED),
        (PLAIN, BY_LINK, True, Trust.UNSIGNED),
        (PLAIN, {"payment_link": {"id": "plink_1", "object": "payment_link"}}, False, Trust.UNSIGNED),
        (SIGNED, BY_API, False, Trust.SELLER),
        (SIGNED, BY_API, True, Trust.SIGNED),
        (SIGNED, BY_LINK, False, Trust.SIGNED),
        (SIGNED, BY_LINK, True, Trust.SIGNED),
        (OLD, BY_API, False, Trust.SELLER),
        (OLD, BY_API, True, Trust.UNSIGNED),
        (OLD, BY_LINK, False, Trust.UNSIGNED),
        (OLD, BY_LINK, True, Trust.UNSIGNED),
    ],
)
def test_trust_in_client_reference_id_depends_on_who_could_have_written_it(
    reference: str, came: dict[str, Any], trust: Trust, *, pricing_tables: bool
) -> None:
    told = session(client_reference_id=reference, **came)
    (claim,) = heard(told, COMPLETED, pricing_tables=pricing_tables).claims
    assert (claim.customer_id, claim.trust, claim.links_account) == (LENA, trust, trust > Trust.UNSIGNED)


def test_payload_without_the_field_counts_as_created_through_the_api() -> None:
    before = session()
    del before["payment_link"]
    (claim,) = heard(before, COMPLETED).claims
    assert claim.trust is Trust.SELLER


@pytest.mark.parametrize("pricing_tables", [False, True])
def test_metadata_yields_a_single_claim_beside_a_reference_for_the_same_customer(*, pricing_tables: bool) -> None:
    told = session(metadata={"user_id": PLAIN})
    (claim,) = heard(told, COMPLETED, pricing_tables=pricing_tables).claims
    assert claim.trust is Trust.SELLER


async def claims_by_every_way(under_test: StripeInSandbox) -> dict[str, set[Claim]]:
    """Return the claims of one session in every way in which it can reach the service."""
    stage, provider = under_test.stage, under_test.provider
    bought = stage.buy(client_reference_id="user_lena", customer_creation="always")
    bodies = [message.body for message in stage.messages() if message.event_type == COMPLETED]
    pushed = [provider.webhooks.decode(under_test.signed(body, under_test.now), body).decoded for body in bodies]
    since = under_test.now - timedelta(hours=1)
    ways: dict[str, Sequence[object]] = {
        "pushed": pushed,
        "stored": [provider.webhooks.decode_stored(COMPLETED, body.decode()) for body in bodies],
        "fetched": [await provider.fetcher.fetch(ObjectKind.CHECKOUT, ref(bought["id"]))],
        "fetched with its account": [await provider.fetcher.fetch(ObjectKind.ACCOUNT, ref(bought["customer"]))],
        "listed": [each.heard for each in (await provider.listing.page(ObjectKind.CHECKOUT, None)).objects],
        "changed": [each.heard for each in (await provider.listing.page(ObjectKind.CHECKOUT, None, since)).objects],
    }
    return {
        way: {claim for each in readings if isinstance(each, ProviderUpdate) for claim in each.claims}
        for way, readings in ways.items()
    }


@pytest.mark.parametrize(("pricing_tables", "trust"), [(False, Trust.SELLER), (True, Trust.UNSIGNED)])
async def test_session_yields_the_same_claim_whether_pushed_fetched_or_listed(
    trust: Trust, *, pricing_tables: bool
) -> None:
    with closing(StripeInSandbox(pricing_tables=pricing_tables)) as under_test:
        found = await claims_by_every_way(under_test)
    for way, claims in found.items():
        assert {(claim.customer_id, claim.trust) for claim in claims} == {(LENA, trust)}, way
