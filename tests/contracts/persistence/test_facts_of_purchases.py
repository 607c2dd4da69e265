"""A customer's records of purchases: every facet connected with a purchase is loaded with it."""

from application.ports.storage.storage import Storage
from contracts.persistence.writing import claimed, mirror
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.catalogue.entry import CatalogueSnapshot
from domain.customer import CustomerId
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase, PurchaseStatus
from domain.ownership.claim import Trust
from domain.purchases.facet import DisputeStatus, PaymentRelation, PaymentStatus
from examples import (
    ADA,
    BETA,
    BOB,
    NOON,
    claim,
    dollars,
    pushed,
    ref,
    told_charge,
    told_dispute,
    told_item,
    told_payment,
    told_subscription,
)

LINK = claim(subject="account", kind=ObjectKind.ACCOUNT)


async def billing(storage: Storage, customer_id: CustomerId) -> Billing:
    facts = await storage.customer_records(customer_id)
    assert facts is not None
    return assemble_billing(facts)


async def purchase_ids(storage: Storage, customer_id: CustomerId) -> list[str]:
    return [p.ref.id for p in (await billing(storage, customer_id)).purchases]


async def only_purchase(storage: Storage) -> OneOffPurchase:
    [purchase] = (await billing(storage, ADA)).purchases
    return purchase


async def test_linked_account_shows_its_purchases_and_no_others(storage: Storage) -> None:
    await mirror(
        storage,
        told_payment("order_1"),
        told_payment("order_2"),
        told_payment("others", account=ref("other")),
        told_payment("guests", account=None),
        told_payment("elsewhere", provider=BETA),
    )
    await claimed(storage, LINK)
    assert await purchase_ids(storage, ADA) == ["order_1", "order_2"]


async def test_guest_purchase_is_credited_to_the_claimed_customer(storage: Storage) -> None:
    await mirror(storage, told_payment(account=None, keys=("order", "payment")))
    await claimed(storage, claim(trust=Trust.UNSIGNED, subject="payment", account=None, kind=ObjectKind.PAYMENT))
    assert await purchase_ids(storage, ADA) == ["order"]


async def test_unsigned_claim_shows_no_other_purchase_of_the_account(storage: Storage) -> None:
    await mirror(storage, told_payment("order"), told_payment("strangers"))
    await claimed(storage, claim(trust=Trust.UNSIGNED, subject="order", kind=ObjectKind.ORDER))
    assert await purchase_ids(storage, ADA) == ["order"]


async def test_charge_and_dispute_without_an_account_are_loaded_with_their_payment(storage: Storage) -> None:
    await mirror(
        storage, told_payment(), told_charge(refunded=9, account=None), told_dispute(status=DisputeStatus.LOST)
    )
    await claimed(storage, LINK)
    purchase = await only_purchase(storage)
    assert purchase.status is PurchaseStatus.CHARGED_BACK
    assert purchase.refunded == dollars(9)


async def test_invoice_is_connected_with_its_refund_through_relations(storage: Storage) -> None:
    link = PaymentRelation(
        ref=ref("link"),
        kind=ObjectKind.INVOICE_PAYMENT,
        timestamp=pushed(),
        keys=("link", "invoice", "payment"),
        created_at=NOON,
    )
    payment = told_payment(
        "payment", kind=ObjectKind.PAYMENT, confirms_one_off=False, account=None, keys=("payment", "charge")
    )
    await mirror(
        storage,
        told_payment("invoice", kind=ObjectKind.INVOICE),
        link,
        payment,
        told_charge("charge", refunded=99, keys=("charge",)),
        told_dispute("dispute", DisputeStatus.WON, keys=("dispute", "charge")),
    )
    await claimed(storage, LINK)
    purchase = await only_purchase(storage)
    assert len(purchase.facets) == 5
    assert purchase.status is PurchaseStatus.REFUNDED


async def test_unconfirmed_payment_is_not_a_purchase(storage: Storage) -> None:
    await mirror(storage, told_payment(confirms_one_off=False), told_charge())
    await claimed(storage, LINK)
    assert await purchase_ids(storage, ADA) == []


async def test_purchase_takes_its_name_from_the_catalogue(storage: Storage) -> None:
    await mirror(
        storage,
        told_payment(),
        told_item(name="as it was sold"),
        CatalogueSnapshot(ref=ref("lifetime"), kind=ObjectKind.PRODUCT, timestamp=pushed(), name="Lifetime"),
        CatalogueSnapshot(ref=ref("lifetime_price"), kind=ObjectKind.PRICE, timestamp=pushed(), one_time=True),
    )
    await claimed(storage, LINK)
    assert (await only_purchase(storage)).product_name == "Lifetime"


async def test_order_with_a_recurring_price_is_not_a_purchase(storage: Storage) -> None:
    recurring = CatalogueSnapshot(ref=ref("lifetime_price"), kind=ObjectKind.PRICE, timestamp=pushed(), one_time=False)
    await mirror(storage, told_payment(), told_item(), recurring)
    await claimed(storage, LINK)
    assert await purchase_ids(storage, ADA) == []


async def test_first_payment_of_any_subscription_is_not_a_purchase(
    storage: Storage,
) -> None:
    await mirror(storage, told_payment(account=None), told_subscription(initial_order_id="order", account=ref("other")))
    await claimed(storage, claim(trust=Trust.UNSIGNED, subject="order", account=None, kind=ObjectKind.ORDER))
    assert await purchase_ids(storage, ADA) == []


async def test_competing_claim_on_another_id_of_the_purchase_is_found(storage: Storage) -> None:
    await mirror(
        storage,
        told_payment("checkout", kind=ObjectKind.CHECKOUT, account=None, keys=("checkout", "payment")),
        told_payment("payment", kind=ObjectKind.PAYMENT, account=None, confirms_one_off=False, keys=("payment",)),
    )
    await claimed(
        storage,
        claim(ADA, Trust.UNSIGNED, subject="checkout", account=None, kind=ObjectKind.CHECKOUT),
        claim(BOB, Trust.SELLER, subject="payment", account=None, kind=ObjectKind.PAYMENT),
    )
    assert await purchase_ids(storage, ADA) == []
    assert await purchase_ids(storage, BOB) == ["checkout"]


async def test_competing_claim_on_the_account_is_found_although_the_claim_named_none(storage: Storage) -> None:
    await mirror(storage, told_payment())
    await claimed(
        storage,
        claim(ADA, Trust.UNSIGNED, subject="order", account=None, kind=ObjectKind.ORDER),
        claim(BOB, Trust.HOST, subject="account", kind=ObjectKind.ACCOUNT),
    )
    assert await purchase_ids(storage, ADA) == []
    assert await purchase_ids(storage, BOB) == ["order"]


async def test_purchase_once_paid_is_remembered_as_paid(storage: Storage) -> None:
    async with storage.begin() as uow:
        await uow.mirror.save([MirrorRecord(snapshot=told_payment(status=PaymentStatus.FAILED), ever_counted=True)])
        await uow.commit()
    await claimed(storage, LINK)
    purchase = await only_purchase(storage)
    assert (purchase.status, purchase.ever_paid) == (PurchaseStatus.FAILED, True)
