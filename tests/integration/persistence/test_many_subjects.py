"""A customer with very many purchases."""

from __future__ import annotations

from adapters.persistence.storage import SqlStorage
from application.ports.storage.inbox import DeliveryFilter, DeliverySubjects
from domain.one_off_purchase import PAYMENT_KINDS
from examples import ref

_PURCHASES = 1_000
_IDS_EACH = 4


async def test_deliveries_about_thousands_of_objects_are_found(sql_storage: SqlStorage) -> None:
    """Each id of a purchase may belong to one of several kinds of objects."""
    bought = frozenset((kind, ref(f"id_{n}")) for n in range(_PURCHASES * _IDS_EACH) for kind in PAYMENT_KINDS)
    about = DeliverySubjects(accounts=frozenset({ref("account")}), subjects=bought, others=frozenset())
    assert (await sql_storage.deliveries(DeliveryFilter(about=about), limit=10)).deliveries == ()
    async with sql_storage.begin() as uow:
        assert await uow.inbox.about(about) == frozenset()
