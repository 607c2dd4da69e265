"""Each login link or session admits one visitor, links only once, and is deleted after it expired."""

import asyncio
from dataclasses import replace
from datetime import datetime

from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Storage
from contracts.persistence.writing import ada, bob, register
from examples import ADA, BOB, after

LINK = Session(
    kind=SessionKind.LINK, digest="d1", customer_id=ADA, return_url="https://app.example/", expires_at=after(0.5)
)
VISIT = Session(kind=SessionKind.SESSION, digest="d2", customer_id=BOB, return_url=None, expires_at=after(3600))


async def given_out(storage: Storage, *sessions: Session) -> None:
    await register(storage, ada, bob)
    async with storage.begin() as uow:
        for session in sessions:
            await uow.sessions.add(session)
        await uow.commit()


async def spend(storage: Storage, session: Session, *, commit: bool = True) -> Session | None:
    async with storage.begin() as uow:
        spent = await uow.sessions.consume(session.kind, session.digest)
        if commit:
            await uow.commit()
    return spent


async def sweep(storage: Storage, before: datetime, *, limit: int = 10) -> None:
    async with storage.begin() as uow:
        await uow.sessions.delete_expired(before, limit=limit)
        await uow.commit()


async def found(storage: Storage, *sessions: Session) -> list[Session]:
    looked_for = [await storage.session(session.kind, session.digest) for session in sessions]
    return [known[0] for known in looked_for if known is not None]


async def test_session_is_read_back_completely_with_its_customer(storage: Storage) -> None:
    await given_out(storage, LINK, VISIT)
    assert await storage.session(SessionKind.LINK, "d1") == (LINK, ada)
    assert await storage.session(SessionKind.SESSION, "d2") == (VISIT, bob)


async def test_reading_a_session_does_not_consume_it(storage: Storage) -> None:
    await given_out(storage, LINK)
    assert await found(storage, LINK) == await found(storage, LINK) == [LINK]


async def test_session_is_consumed_once(storage: Storage) -> None:
    await given_out(storage, LINK, VISIT)
    assert await spend(storage, LINK) == LINK
    assert await spend(storage, LINK) is None
    assert await found(storage, LINK, VISIT) == [VISIT]


async def test_links_and_sessions_are_not_interchangeable(storage: Storage) -> None:
    await given_out(storage, LINK, VISIT)
    swapped = replace(LINK, kind=SessionKind.SESSION), replace(VISIT, kind=SessionKind.LINK)
    assert [await spend(storage, session) for session in swapped] == [None, None]
    assert await found(storage, *swapped) == []
    assert await found(storage, LINK, VISIT) == [LINK, VISIT]


async def test_unknown_session_is_not_found(storage: Storage) -> None:
    await given_out(storage, VISIT)
    assert await storage.session(SessionKind.SESSION, "d3") is None
    assert await spend(storage, replace(VISIT, digest="d3")) is None


async def test_consuming_without_a_commit_has_no_effect(storage: Storage) -> None:
    await given_out(storage, LINK)
    await spend(storage, LINK, commit=False)
    assert await spend(storage, LINK) == LINK


async def test_concurrent_consumers_get_the_session_once(storage: Storage) -> None:
    await given_out(storage, LINK)
    spent = await asyncio.gather(*(spend(storage, LINK) for _ in range(20)))
    assert [session for session in spent if session is not None] == [LINK]


async def test_expired_sessions_are_deleted_oldest_first_in_small_batches(storage: Storage) -> None:
    ended = [replace(LINK, digest=f"ended_{n}", expires_at=after(n)) for n in range(5)]
    await given_out(storage, *ended[::-1], VISIT)
    await sweep(storage, after(3), limit=3)
    assert await found(storage, *ended, VISIT) == [*ended[3:], VISIT]
    await sweep(storage, after(3), limit=3)
    assert await found(storage, *ended, VISIT) == [ended[4], VISIT]


async def test_concurrent_deletion_and_consumption_both_succeed(storage: Storage) -> None:
    links = [replace(LINK, digest=f"link_{n}") for n in range(20)]
    await given_out(storage, *links)
    swept = [sweep(storage, LINK.expires_at, limit=5) for _ in range(4)]
    await asyncio.gather(*swept, *(spend(storage, link) for link in links))
    await sweep(storage, LINK.expires_at, limit=20)
    assert await found(storage, *links) == []
