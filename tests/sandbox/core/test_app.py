"""The sandbox over HTTP: the control API, and faults in the vendors' APIs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from payment_sandbox.app import MOST_BYTES, create_app
from payment_sandbox.faults import Switches
from sandbox.core.stage import ADDRESS, NOW, Stage
from sandbox.transport import transport_to

DATE = "Sun, 01 Nov 2026 10:00:00 GMT"


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    transport = transport_to(create_app(stage.sandbox))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as opened:
        yield opened


async def test_every_response_is_dated_by_the_sandboxs_clock(stage: Stage, client: httpx.AsyncClient) -> None:
    for path in ("/parcel/v1/parcels", "/parcel/page", "/_sandbox/clock", "/nowhere"):
        assert (await client.get(path)).headers["date"] == DATE
    stage.sandbox.move(timedelta(days=1))
    assert (await client.get("/parcel/page")).headers["date"] == DATE.replace("Sun, 01", "Mon, 02")


async def test_clock_is_shown_and_moved(stage: Stage, client: httpx.AsyncClient) -> None:
    stage.vendor.alarm("one", NOW + timedelta(minutes=30))
    moved = await client.post("/_sandbox/clock/move", json={"seconds": 3600})
    assert moved.json() == {"now": "2026-11-01T11:00:00Z", "seconds_ahead": 3600.0}
    assert (await client.get("/_sandbox/clock")).json() == moved.json()
    assert len((await client.get("/parcel/v1/parcels")).json()) == 1


@pytest.mark.parametrize("body", [{"seconds": -1}, {"seconds": 10**9}, {"seconds": "x"}, {"second": 1}, {}, []])
async def test_invalid_clock_move_is_refused(stage: Stage, client: httpx.AsyncClient, body: Any) -> None:
    assert (await client.post("/_sandbox/clock/move", json=body)).status_code == 400
    assert stage.sandbox.clock.now() == NOW


@pytest.mark.parametrize("origin", ["https://elsewhere.invalid", "null", "http://127.0.0.1:9"])
async def test_cross_origin_request_to_the_control_api_is_refused(
    stage: Stage, client: httpx.AsyncClient, origin: str
) -> None:
    stage.records.put("parcel", {"id": "1", "to": "ada"})
    headers = {"Origin": origin, "Content-Type": "text/plain"}
    assert (await client.post("/_sandbox/reset", headers=headers)).status_code == 403
    moved = await client.post("/_sandbox/clock/move", content=b'{"seconds": 3600}', headers=headers)
    assert moved.status_code == 403
    assert (stage.records.get("parcel", "1"), stage.sandbox.clock.now()) == ({"id": "1", "to": "ada"}, NOW)


async def test_records_are_shown_as_stored(stage: Stage, client: httpx.AsyncClient) -> None:
    stage.records.put("parcel", {"id": "1", "to": "ada"})
    stage.records.put("parcel", {"id": "2", "to": "bob"})
    assert (await client.get("/_sandbox/parcel/records")).json() == {"address": 1, "depot": 1, "parcel": 2}
    assert [each["id"] for each in (await client.get("/_sandbox/parcel/records/parcel")).json()] == ["1", "2"]
    assert [each["id"] for each in (await client.get("/_sandbox/parcel/records/parcel?to=bob")).json()] == ["2"]
    assert (await client.get("/_sandbox/parcel/records/parcel/2")).json() == {"id": "2", "to": "bob"}
    assert (await client.get("/_sandbox/parcel/records/unheard_of")).json() == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_sandbox/nobody/records", 404),
        ("/_sandbox/parcel/records/depot/other", 404),
        ("/_sandbox/parcel/records/depot?a'b=c", 400),
    ],
)
async def test_unknown_record_is_not_found(client: httpx.AsyncClient, path: str, status: int) -> None:
    assert (await client.get(path)).status_code == status


async def test_deliveries_show_their_outcomes(stage: Stage, client: httpx.AsyncClient) -> None:
    stage.answers = [503]
    stage.vendor.tell("one")
    await stage.courier.send_due()
    stage.vendor.tell("two")
    shown = (await client.get("/_sandbox/deliveries")).json()
    assert (shown["waiting"], shown["due"]) == (2, 1)
    at = NOW.timestamp()
    assert [(each["key"], each["outcome"], each["next_attempt"], each["attempts"]) for each in shown["latest"]] == [
        ("evt_two", "waiting", at, []),
        ("evt_one", "waiting", at + 5, [[at, 503]]),
    ]
    assert "secret" not in str(shown)


async def test_faults_are_set_for_all_vendors_or_one(stage: Stage, client: httpx.AsyncClient) -> None:
    assert (await client.put("/_sandbox/chaos", json={"dropped": 0.5})).status_code == 200
    assert stage.sandbox.chaos["parcel"].switches == Switches(dropped=0.5)
    assert (await client.put("/_sandbox/chaos/parcel", json={"away": True})).json()["dropped"] == 0
    assert (await client.get("/_sandbox/chaos")).json()["parcel"]["away"] is True
    assert (await client.put("/_sandbox/chaos/nobody", json={})).status_code == 404


@pytest.mark.parametrize("switches", [{"dropped": 1.1}, {"dropped": -0.1}, {"dropt": 1}, {"away": "maybe"}])
async def test_invalid_fault_setting_is_refused(stage: Stage, client: httpx.AsyncClient, switches: Any) -> None:
    assert (await client.put("/_sandbox/chaos", json=switches)).status_code == 400
    assert stage.sandbox.chaos["parcel"].switches == Switches()


@pytest.mark.parametrize(
    ("switches", "status"),
    [
        (Switches(away=True), 503),
        (Switches(rate_limited=1), 429),
        (Switches(failing=1), 500),
        (Switches(slow=1, slow_seconds=0), 200),
    ],
)
async def test_faulty_api_fails_and_its_pages_do_not(
    stage: Stage, client: httpx.AsyncClient, switches: Switches, status: int
) -> None:
    stage.switch(switches)
    answer = await client.get("/parcel/v1/parcels")
    assert (answer.status_code, answer.headers["date"]) == (status, DATE)
    assert (await client.get("/parcel/page")).status_code == 200
    assert (await client.get("/_sandbox/clock")).status_code == 200


async def test_reset_starts_over(stage: Stage, client: httpx.AsyncClient) -> None:
    stage.records.put("parcel", {"id": "1"})
    assert (await client.post("/_sandbox/reset")).status_code == 204
    assert stage.records.kinds() == ["depot"]


async def test_foreign_host_header_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/_sandbox/clock", headers={"Host": "evil.example.com"})).status_code == 400
    assert (await client.get("/_sandbox/clock", headers={"Host": "localhost:7070"})).status_code == 200


async def test_oversized_body_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/_sandbox/clock/move", content=b"x" * (MOST_BYTES + 1))
    assert answer.status_code == 413
