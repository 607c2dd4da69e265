"""Erasure takes no data from other customers: fields of the provider and ownership decide."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from application.customers.register_customer import RegisterCustomer, Registration
from application.ports.provider.event import Ignored, Undecodable
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryStatus
from application.ports.storage.storage import Storage
from contracts.persistence.test_erasing import EMAIL, GRACE, NAME, erase, erasure, event, hear, register, told, told_of
from domain.customer import CustomerErased, CustomerId, Pseudonym
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, BOB, NOON, claim, ref, told_subscription
from fakes.clock import FakeClock
from fakes.everything_kept import everything_kept

VICTIM = CustomerId("user_77")
UNREADABLE = Undecodable(error="too new")


async def statuses(storage: Storage) -> dict[str, tuple[DeliveryStatus, bool]]:
    """Return each delivery's status and whether its payload is still stored."""
    listed = (await storage.deliveries(DeliveryFilter(), limit=99)).deliveries
    full = {delivery.id for delivery in await storage.payloads(DeliveryFilter(), limit=99)}
    return {each.key: (each.status, each.id in full) for each in listed}


async def test_numeric_id_matches_no_other_number(storage: Storage) -> None:
    ten = CustomerId("10")
    await register(storage, ten)
    told_in_numbers = json.dumps({"user_id": VICTIM, "quantity": 10, "amount": "10", "at": "2026-11-10", "what": "10"})
    await hear(storage, event("before", told_in_numbers, UNREADABLE))
    assert await erase(storage, ten)
    await hear(storage, event("after", told_in_numbers, UNREADABLE))
    assert await statuses(storage) == {
        "before": (DeliveryStatus.FAILED, True),
        "after": (DeliveryStatus.FAILED, True),
    }


@pytest.mark.parametrize("name", ["object", "id", "data", "active", VICTIM, "Vera Smith"])
async def test_name_in_other_fields_empties_no_payload_of_others(storage: Storage, name: str) -> None:
    """Customers choose their own names at the host."""
    mallory = CustomerId("mallory")
    registration = Registration(customer_id=mallory, email=name, name=name)
    await RegisterCustomer(storage=storage, clock=FakeClock(NOON))(registration)
    theirs = {"object": "event", "id": "data", "data": "object", "status": "active", "to": "Vera Smith"}
    named = json.dumps(theirs | {"user_id": VICTIM, "customer": "account"})
    hers = ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(VICTIM),))
    await hear(storage, event("applied", named, hers), event("failed", named, UNREADABLE))
    await hear(storage, event("ignored", named, Ignored(reason="not handled")))
    nobodys = json.dumps(theirs | {"customer": "nobodys"})
    await hear(storage, event("nobodys", nobodys, UNREADABLE))
    found = await erasure(storage, mallory, search_all=True)
    assert await statuses(storage) == {
        "applied": (DeliveryStatus.APPLIED, True),
        "failed": (DeliveryStatus.FAILED, True),
        "ignored": (DeliveryStatus.IGNORED, True),
        "nobodys": (DeliveryStatus.FAILED, True),
    }
    same_name = name == "Vera Smith"
    assert found.undecided == (((ALPHA, "nobodys"),) if same_name else ())
    assert found.anothers == (tuple((ALPHA, key) for key in ("applied", "failed", "ignored")) if same_name else ())


async def test_address_shared_with_another_customer_is_kept_and_reported(storage: Storage) -> None:
    await register(storage, GRACE)
    hers = ProviderUpdate(
        snapshots=(told_subscription("bobs", account=ref("bobs")),), claims=(claim(BOB, account="bobs"),)
    )
    payload = json.dumps({"email": EMAIL, "customer": "bobs"})
    bobs = ProviderUpdate(snapshots=hers.snapshots, claims=(claim(BOB, subject="bobs", account="bobs"),))
    await hear(storage, event("bobs", payload, bobs), event("failed", payload, UNREADABLE))
    found = await erasure(storage, search_all=True)
    assert found.anothers == ((ALPHA, "bobs"), (ALPHA, "failed"))
    assert await statuses(storage) == {"bobs": (DeliveryStatus.APPLIED, True), "failed": (DeliveryStatus.FAILED, True)}


async def test_failed_delivery_is_not_emptied_for_an_address_alone(storage: Storage) -> None:
    """It may be the only evidence of an owner. An applied delivery loses nothing with its payload."""
    await register(storage, GRACE)
    payload = json.dumps({"email": EMAIL, "customer": "nobodys"})
    await hear(storage, event("failed", payload, UNREADABLE), event("ignored", payload, Ignored(reason="not handled")))
    found = await erasure(storage)
    assert (found.undecided, found.anothers) == (((ALPHA, "failed"),), ())
    assert await statuses(storage) == {
        "failed": (DeliveryStatus.FAILED, True),
        "ignored": (DeliveryStatus.IGNORED, False),
    }


async def test_failed_delivery_about_their_account_is_emptied_unless_it_names_another_customer(
    storage: Storage,
) -> None:
    await register(storage, GRACE)
    await hear(storage, told("subscribed"))
    bobs = json.dumps({"customer": "account", "user_id": BOB, "order": "new"})
    hers = json.dumps({"customer": "account", "order": "old"})
    await hear(storage, event("bobs", bobs, UNREADABLE), event("hers", hers, UNREADABLE))
    found = await erasure(storage)
    assert found.undecided == ((ALPHA, "bobs"),)
    assert await statuses(storage) == {
        "subscribed-0": (DeliveryStatus.APPLIED, False),
        "bobs": (DeliveryStatus.FAILED, True),
        "hers": (DeliveryStatus.IGNORED, False),
    }
    await hear(storage, event("bobs-again", bobs, UNREADABLE), event("hers-again", hers, UNREADABLE))
    naming_her = json.dumps({"customer": "unheard-of", "user_id": GRACE})
    await hear(storage, event("named", naming_her, UNREADABLE))
    after = await statuses(storage)
    assert after["bobs-again"] == (DeliveryStatus.FAILED, True)
    assert after["hers-again"] == (DeliveryStatus.IGNORED, False)
    assert after["named"] == (DeliveryStatus.IGNORED, False)


@pytest.mark.parametrize("escaped", [False, True])
async def test_undecodable_payload_is_kept_and_reported_if_it_may_name_them(
    storage: Storage,
    escaped: bool,  # noqa: FBT001  # a parameter
) -> None:
    await register(storage, GRACE)
    cut = json.dumps({"to": NAME, "what": "then it broke off"}, ensure_ascii=escaped)[:-5]
    await hear(storage, event("hers", cut, UNREADABLE), event("others", cut.replace(" ", "_"), UNREADABLE))
    found = await erasure(storage)
    assert found.undecided == ((ALPHA, "hers"),)
    assert set((await statuses(storage)).values()) == {(DeliveryStatus.FAILED, True)}


async def test_second_erasure_completes_the_first(storage: Storage) -> None:
    """For example data that a backup restored or an older version of this service stored."""
    await register(storage, GRACE)
    await hear(storage, told("subscribed"))
    assert await erase(storage)
    about_hers = Delivery(
        provider=ALPHA,
        key="late",
        type="told",
        status=DeliveryStatus.APPLIED,
        received_at=NOON,
        payload=json.dumps({"email": EMAIL}),
        subject=(ObjectKind.SUBSCRIPTION, ref("sub")),
    )
    naming_her = replace(
        about_hers, key="failed", status=DeliveryStatus.FAILED, subject=None, payload=told("lost").payload
    )
    async with storage.begin() as uow:
        await uow.inbox.receive([about_hers, naming_her])
        await uow.commit()
    assert not await erase(storage)
    assert await told_of(storage) == []
    assert (await statuses(storage))["failed"] == (DeliveryStatus.IGNORED, False)


async def test_large_payloads_are_searched_as_well(storage: Storage) -> None:
    await register(storage, GRACE)
    payload = json.dumps({"user_id": GRACE, "what": "x" * 200_000})
    await hear(storage, event("large", payload, UNREADABLE))
    assert await erase(storage)
    assert await statuses(storage) == {"large": (DeliveryStatus.IGNORED, False)}


async def test_invoices_of_an_unknown_subscription_are_emptied_by_their_account(storage: Storage) -> None:
    await register(storage, GRACE)
    await hear(storage, told("subscribed"))
    source = ObjectKind.INVOICE, ref("invoice")
    of_her_account = ProviderUpdate(source=source, account=ref("account"))
    await hear(storage, event("before", json.dumps({"email": EMAIL}), of_her_account))
    assert await erase(storage)
    await hear(storage, event("after", json.dumps({"email": EMAIL}), of_her_account))
    assert await told_of(storage) == []


async def test_pseudonym_is_read_back_as_a_pseudonym(storage: Storage) -> None:
    await register(storage, GRACE)
    await hear(storage, told("subscribed"))
    assert await erase(storage)
    async with storage.begin() as uow:
        stand_in = (await uow.erasures.pseudonyms({GRACE}))[GRACE]
    facts = await storage.customer_records(stand_in)
    assert facts is not None
    named = {facts.customer.id, *(claim.customer_id for claim in facts.ownership.claims)}
    assert {type(customer_id) for customer_id in named} == {Pseudonym}


async def test_id_of_an_erased_customer_cannot_be_registered_again(storage: Storage) -> None:
    await register(storage, GRACE)
    await erase(storage)
    with pytest.raises(CustomerErased):
        await register(storage, GRACE)
    await register(storage, BOB)
    assert GRACE not in await everything_kept(storage)
