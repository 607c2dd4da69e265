"""What was given out lets in one visitor, once, and is forgotten when it has run out."""

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
VISIT = Session(kind=SessionKind.VISIT, digest="d2", customer_id=BOB, return_url=None, expires_at=after(3600))


async def given_out(storage: Storage, *sessions: Session) -> None:
    await register(storage, ada, bob)
    async with storage.begin() as uow:
        for session in sessions:
            await uow.sessions.add(session)
        await uow.commit()


async def spend(storage: Storage, session: Session, *, commit: bool = True) -> Session | None:
    async with storage.begin() as uow:
        spent = await uow.sessions.spend(session.kind, session.digest)
        if commit:
            await uow.commit()
    return spent


async def sweep(storage: Storage, before: datetime, *, limit: int = 10) -> None:
    async with storage.begin() as uow:
        await uow.sessions.sweep(before, limit=limit)
        await uow.commit()


async def found(storage: Storage, *sessions: Session) -> list[Session]:
    looked_for = [await storage.session(session.kind, session.digest) for session in sessions]
    return [known[0] for known in looked_for if known is not None]


async def test_a_session_comes_back_whole_with_whom_it_lets_in(storage: Storage) -> None:
    await given_out(storage, LINK, VISIT)
    assert await storage.session(SessionKind.LINK, "d1") == (LINK, ada)
    assert await storage.session(SessionKind.VISIT, "d2") == (VISIT, bob)


async def test_looking_spends_nothing(storage: Storage) -> None:
    await given_out(storage, LINK)
    assert await found(storage, LINK) == await found(storage, LINK) == [LINK]


async def test_a_session_is_spent_once(storage: Storage) -> None:
    await given_out(storage, LINK, VISIT)
    assert await spend(storage, LINK) == LINK
    assert await spend(storage, LINK) is None
    assert await found(storage, LINK, VISIT) == [VISIT]


async def test_a_link_is_no_visit_and_a_visit_no_link(storage: Storage) -> None:
    await given_out(storage, LINK, VISIT)
    swapped = replace(LINK, kind=SessionKind.VISIT), replace(VISIT, kind=SessionKind.LINK)
    assert [await spend(storage, session) for session in swapped] == [None, None]
    assert await found(storage, *swapped) == []
    assert await found(storage, LINK, VISIT) == [LINK, VISIT]


async def test_what_nobody_was_given_is_not_there(storage: Storage) -> None:
    await given_out(storage, VISIT)
    assert await storage.session(SessionKind.VISIT, "d3") is None
    assert await spend(storage, replace(VISIT, digest="d3")) is None


async def test_spending_without_a_commit_spends_nothing(storage: Storage) -> None:
    await given_out(storage, LINK)
    await spend(storage, LINK, commit=False)
    assert await spend(storage, LINK) == LINK


async def test_of_all_who_spend_one_at_once_one_gets_it(storage: Storage) -> None:
    await given_out(storage, LINK)
    spent = await asyncio.gather(*(spend(storage, LINK) for _ in range(20)))
    assert [session for session in spent if session is not None] == [LINK]


async def test_what_has_run_out_is_swept_the_oldest_first_and_a_few_at_a_time(storage: Storage) -> None:
    ended = [replace(LINK, digest=f"ended_{n}", expires_at=after(n)) for n in range(5)]
    await given_out(storage, *ended[::-1], VISIT)
    await sweep(storage, after(3), limit=3)
    assert await found(storage, *ended, VISIT) == [*ended[3:], VISIT]
    await sweep(storage, after(3), limit=3)
    assert await found(storage, *ended, VISIT) == [ended[4], VISIT]


async def test_sweeping_and_spending_at_once_get_through(storage: Storage) -> None:
    links = [replace(LINK, digest=f"link_{n}") for n in range(20)]
    await given_out(storage, *links)
    swept = [sweep(storage, LINK.expires_at, limit=5) for _ in range(4)]
    await asyncio.gather(*swept, *(spend(storage, link) for link in links))
    await sweep(storage, LINK.expires_at, limit=20)
    assert await found(storage, *links) == []
