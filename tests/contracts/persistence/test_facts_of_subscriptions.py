"""A customer's records of subscriptions, with related objects and everything that decides their owner."""

from application.ports.storage.storage import Storage
from contracts.persistence.writing import ada, claimed, mirror, register
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.item import SubscriptionItem
from domain.catalogue.pricing import Pricing
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink, Trust
from domain.purchases.facet import PaymentRelation, SubscriptionPaymentSnapshot
from domain.subscription import ScheduleSnapshot, Subscription
from examples import (
    ADA,
    BETA,
    BOB,
    NOON,
    after,
    claim,
    dollars,
    pushed,
    ref,
    told_account,
    told_charge,
    told_first_failure,
    told_invoice,
    told_phase,
    told_subscription,
)

TEN, SEVEN = (Pricing.per_unit(dollars(10)),), (Pricing.per_unit(dollars(7)),)
LINK = claim(subject="account", kind=ObjectKind.ACCOUNT)


async def billing(storage: Storage, customer_id: CustomerId) -> Billing:
    facts = await storage.customer_records(customer_id)
    assert facts is not None
    return assemble_billing(facts)


async def subscription_ids(storage: Storage, customer_id: CustomerId) -> list[str]:
    return [s.ref.id for s in (await billing(storage, customer_id)).subscriptions]


async def only_subscription(storage: Storage, customer_id: CustomerId = ADA) -> Subscription:
    [subscription] = (await billing(storage, customer_id)).subscriptions
    return subscription


async def test_unknown_customer_has_no_records(storage: Storage) -> None:
    await claimed(storage, claim(BOB))
    assert await storage.customer_records(ADA) is None


async def test_customer_without_purchases_has_only_their_own_record(storage: Storage) -> None:
    await register(storage, ada)
    await mirror(storage, told_subscription(), told_account())
    found = await billing(storage, ADA)
    assert (found.customer, found.accounts, found.subscriptions, found.purchases) == (ada, (), (), ())


async def test_linked_account_shows_its_subscriptions_and_no_others(storage: Storage) -> None:
    await mirror(
        storage,
        told_subscription("sub_1"),
        told_subscription("sub_2"),
        told_subscription("others", account=ref("other")),
        told_subscription("guests", account=None),
        told_subscription("elsewhere", provider=BETA),
    )
    await claimed(storage, LINK)
    assert await subscription_ids(storage, ADA) == ["sub_1", "sub_2"]
    [account] = (await billing(storage, ADA)).accounts
    assert (account.ref, account.linked_at, account.deleted_at) == (ref("account"), NOON, None)


async def test_claimed_subscription_is_shown_with_or_without_an_account(storage: Storage) -> None:
    await mirror(storage, told_subscription("alone", account=None), told_subscription("of_account"))
    await claimed(
        storage,
        claim(trust=Trust.UNSIGNED, subject="alone", account=None),
        claim(trust=Trust.UNSIGNED, subject="of_account"),
    )
    assert await subscription_ids(storage, ADA) == ["alone", "of_account"]


async def test_unsigned_claim_shows_no_other_object_of_the_account(storage: Storage) -> None:
    await mirror(storage, told_subscription("claimed"), told_subscription("strangers"))
    await claimed(storage, claim(trust=Trust.UNSIGNED, subject="claimed"))
    assert await subscription_ids(storage, ADA) == ["claimed"]


async def test_stronger_claim_of_another_customer_wins(storage: Storage) -> None:
    await mirror(storage, told_subscription())
    await claimed(storage, claim(ADA, Trust.SIGNED), claim(BOB, Trust.HOST, subject="account"))
    assert await subscription_ids(storage, ADA) == []
    assert await subscription_ids(storage, BOB) == ["sub"]


async def test_competing_claim_on_an_account_is_found_although_the_claim_named_none(storage: Storage) -> None:
    await mirror(storage, told_subscription())
    await claimed(storage, claim(ADA, Trust.SIGNED, account=None), claim(BOB, Trust.HOST, subject="account"))
    assert await subscription_ids(storage, ADA) == []
    assert await subscription_ids(storage, BOB) == ["sub"]


async def test_competing_claim_on_one_subscription_of_the_account_is_found(storage: Storage) -> None:
    await mirror(storage, told_subscription("sub_1"), told_subscription("sub_2"))
    await claimed(
        storage, claim(ADA, Trust.SELLER, subject="account"), claim(BOB, Trust.HOST, subject="sub_2", account=None)
    )
    assert await subscription_ids(storage, ADA) == ["sub_1"]
    assert await subscription_ids(storage, BOB) == ["sub_2"]


async def test_unlinked_account_is_not_shown(storage: Storage) -> None:
    await mirror(storage, told_subscription())
    await claimed(storage, claim(ADA, Trust.HOST, subject="account"), claim(BOB))
    async with storage.begin() as uow:
        await uow.claims.unlink(AccountUnlink(account=ref("account"), customer_id=ADA), NOON)
        await uow.commit()
    assert await subscription_ids(storage, ADA) == []
    assert (await billing(storage, ADA)).accounts == ()
    assert await subscription_ids(storage, BOB) == ["sub"]


async def test_related_objects_are_loaded_with_a_subscription(storage: Storage) -> None:
    schedule = ScheduleSnapshot(
        ref=ref("schedule"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        phases=(told_phase("pro", after(60)),),
    )
    await mirror(
        storage,
        told_subscription(
            items=(SubscriptionItem(id="basic", product_id="product", price_id="basic"),),
            schedule_id="schedule",
        ),
        schedule,
        told_invoice("failed", created_at=NOON),
        told_first_failure("failed", timestamp=pushed(5)),
        told_invoice("later", created_at=after(9)),
        told_invoice("paid", created_at=after(-99), open=False),
        told_invoice("of_another", created_at=after(-99), subscription_id="other"),
        CatalogueSnapshot(ref=ref("product"), kind=ObjectKind.PRODUCT, timestamp=pushed(), name="Basic"),
        CatalogueSnapshot(ref=ref("basic"), kind=ObjectKind.PRICE, timestamp=pushed(), pricings=TEN, interval="month"),
        CatalogueSnapshot(ref=ref("basic"), kind=ObjectKind.PRODUCT, timestamp=pushed(), name="not this one"),
        told_account(deleted=True, timestamp=pushed(7)),
    )
    await claimed(storage, claim())
    subscription = await only_subscription(storage)
    assert subscription.schedule == schedule
    assert subscription.arrears_since == after(5)
    assert subscription.plan == SubscriptionItem(
        id="basic", product_id="product", price_id="basic", name="Basic", pricing=TEN[0], interval="month"
    )
    assert subscription.account_deleted_at == after(7)
    [account] = (await billing(storage, ADA)).accounts
    assert account.deleted_at == after(7)


async def test_plan_takes_its_price_from_a_separate_price_id(storage: Storage) -> None:
    await mirror(
        storage,
        told_subscription(items=(SubscriptionItem(id="variant", price_id="price"),)),
        CatalogueSnapshot(ref=ref("price"), kind=ObjectKind.PRICE, timestamp=pushed(), pricings=SEVEN),
    )
    await claimed(storage, claim())
    plan = (await only_subscription(storage)).plan
    assert plan is not None
    assert plan.price == dollars(7)


async def test_plan_without_a_price_id_does_not_use_a_price_with_its_own_id(storage: Storage) -> None:
    await mirror(
        storage,
        told_subscription(items=(SubscriptionItem(id="same"),)),
        CatalogueSnapshot(ref=ref("same"), kind=ObjectKind.PRICE, timestamp=pushed(), pricings=SEVEN),
    )
    await claimed(storage, claim())
    assert (await only_subscription(storage)).plan == SubscriptionItem(id="same")


async def test_subscription_ends_with_its_account_even_if_the_account_has_no_owner(storage: Storage) -> None:
    await mirror(storage, told_subscription(), told_account(deleted=True, timestamp=pushed(7)))
    await claimed(storage, claim(trust=Trust.UNSIGNED, account=None))
    assert (await only_subscription(storage)).account_deleted_at == after(7)
    assert (await billing(storage, ADA)).accounts == ()


async def test_schedules_of_other_subscriptions_are_not_loaded(storage: Storage) -> None:
    other = ScheduleSnapshot(
        ref=ref("other"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id=None,
        active=True,
        cancels_at=NOON,
    )
    await mirror(storage, told_subscription(), other)
    await claimed(storage, claim())
    assert (await only_subscription(storage)).schedule is None


async def test_refunded_payment_of_a_subscription_is_loaded_with_it(storage: Storage) -> None:
    link = PaymentRelation(
        ref=ref("inpay"), kind=ObjectKind.INVOICE_PAYMENT, timestamp=pushed(), keys=("invoice", "pi"), created_at=NOON
    )
    of_subscription = SubscriptionPaymentSnapshot(
        ref=ref("invoice"),
        kind=ObjectKind.SUBSCRIPTION_PAYMENT,
        timestamp=pushed(),
        keys=("invoice",),
        created_at=NOON,
        subscription=ref("sub"),
    )
    paid = told_charge(keys=("charge", "pi"), account=ref("account"), refunded=99)
    await mirror(storage, told_subscription(), link, of_subscription, paid)
    await claimed(storage, claim())
    facts = await storage.customer_records(ADA)
    assert facts is not None
    billing = assemble_billing(facts)
    assert [s.refunded for s in billing.subscriptions] == [dollars(99)]
    assert billing.purchases == ()
