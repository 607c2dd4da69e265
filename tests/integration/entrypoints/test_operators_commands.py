"""Operators' commands on the database of a running service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from application.ports.provider.event import Ignored, Undecodable
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.storage import Anomaly, AnomalyKind
from domain.mirror.snapshot import ObjectKind
from examples import ADA, BOB, NOON, claim, ref, told_account, told_payment, told_subscription
from fakes.everything_kept import everything_kept
from fixtures.stripe.payloads import event, event_bytes
from integration.entrypoints.operator import ELSEWHERE, STRIPE, Shell, came, columns, shell
from integration.entrypoints.process import ended

pytestmark = pytest.mark.processes

UPDATED = "customer.subscription.updated"
ID: str = event(UPDATED)["id"]


@pytest.fixture
async def operator(tmp_path: Path, sqlite_url: str) -> Shell:
    return shell(tmp_path, sqlite_url)


async def some_events(operator: Shell) -> None:
    """Store an event that has become decodable, one that has not, and two irrelevant ones."""
    await operator.hear(
        came("early", Ignored(reason="not handled")),
        came(ID, Undecodable(error="too new"), type_=UPDATED, payload=event_bytes(UPDATED).decode()),
        came("broken", Undecodable(error="not JSON"), payload="\x1b[2J{"),
        came("theirs", Ignored(reason="not handled"), provider=ELSEWHERE),
    )


async def test_events_are_listed_as_a_table_and_as_json(operator: Shell) -> None:
    await some_events(operator)
    status, out, err = await operator.runs("events", "list", "--limit", "3")
    assert (status, err) == (0, "")
    assert [line[1:3] for line in columns(out)] == [
        ["ignored", "elsewhere:theirs"],
        ["failed", "stripe:broken"],
        ["failed", f"stripe:{ID}"],
    ]
    status, told = await operator.reads("events", "list", "--status", "failed", "--since", "2026-01-05T12:00:03Z")
    assert (status, told["more"], [each["id"] for each in told["data"]]) == (0, False, ["stripe:broken"])
    assert (await operator.reads("events", "list", "--limit", "1"))[1]["more"] is True
    assert (await operator.runs("events", "list", "--since", "1d"))[1] == "No matching events.\n"


async def test_event_is_shown_completely_with_control_characters_replaced(operator: Shell) -> None:
    await some_events(operator)
    status, out, _ = await operator.runs("events", "show", "stripe:broken")
    assert status == 0
    assert "not JSON" in out
    assert "?[2J{" in out
    assert (await operator.reads("events", "show", "stripe:broken"))[1]["payload"] == "\x1b[2J{"
    status, out, err = await operator.runs("events", "show", "stripe:nobody")
    assert (status, out, err) == (1, "", "customer-portal: there is no event stripe:nobody\n")


async def test_single_event_is_replayed(operator: Shell) -> None:
    await some_events(operator)
    status, told = await operator.reads("events", "replay", f"stripe:{ID}")
    assert (status, told) == (0, {"replayed": 1, "applied": 1, "ignored": 0, "failed": 0, "not_tried": 0})
    assert (await operator.reads("events", "show", f"stripe:{ID}"))[1]["status"] == "applied"
    status, out, _ = await operator.runs("events", "replay", "stripe:broken")
    assert (status, out) == (1, "1 replayed: 1 failed\n")
    for nothing in ("elsewhere:theirs", "stripe:nobody"):
        assert (await operator.reads("events", "replay", nothing))[0] == 1


async def test_events_are_replayed_by_filter_or_all_of_them(operator: Shell) -> None:
    await some_events(operator)
    status, told = await operator.reads("events", "replay", "--status", "failed", "--provider", "stripe")
    assert (status, told) == (1, {"replayed": 2, "applied": 1, "ignored": 0, "failed": 1, "not_tried": 0})
    status, told = await operator.reads("events", "replay", "--all")
    assert (status, told["replayed"], told["not_tried"]) == (1, 4, 1)
    assert (await operator.reads("events", "replay", "--customer", "nobody"))[1]["replayed"] == 0


@pytest.mark.parametrize(
    "command",
    [
        ("events", "replay"),
        ("events", "replay", "--all", "--status", "dead"),
        ("events", "replay", "--provider", "Not One"),
        ("unlinked", "link", "stripe", ADA),
        ("unlinked", "link", "stripe:cus_1", "me"),
        ("unlinked", "link", "stripe:cus_1", "nobody"),
        ("unlinked", "link", "stripe:cs_1", BOB, "--kind", "checkout"),
    ],
)
async def test_invalid_argument_is_refused_with_a_reason(operator: Shell, command: tuple[str, ...]) -> None:
    await operator.register(BOB)
    status, told = await operator.reads(*command)
    assert (status, told["status"], len(told["reasons"])) == (1, "refused", 1)


async def test_unlinked_accounts_are_listed_until_they_are_linked(operator: Shell) -> None:
    guests = told_payment("cs_1", kind=ObjectKind.CHECKOUT, account=None, provider=STRIPE)
    account = told_account(ref=ref("cus_1", STRIPE))
    lost = claim(BOB, subject="sub_1", account="cus_2", provider=STRIPE)
    won = claim(ADA, subject="sub_1", account="cus_2", provider=STRIPE)
    await operator.hear(came("bought", ProviderUpdate(snapshots=(guests, account), claims=(won, lost))))
    status, out, _ = await operator.runs("unlinked", "list")
    assert [line[:2] for line in columns(out)] == [
        ["stripe:cus_1", "account"],
        ["stripe:cs_1", "checkout"],
        ["stripe:sub_1", "subscription"],
    ]
    assert (await operator.reads("unlinked", "list", "--limit", "2"))[1]["more"] is True
    assert await operator.runs("unlinked", "link", "stripe:cus_1", ADA) == (0, "Linked stripe:cus_1 to ada.\n", "")
    status, told = await operator.reads("unlinked", "link", "stripe:cs_1", ADA, "--kind", "checkout")
    assert (status, told["status"]) == (0, "linked")
    told = (await operator.reads("unlinked", "list"))[1]
    assert [(each["id"], each["lost_claim"]["owner"]) for each in told["data"]] == [("sub_1", ADA)]
    for taken, kind in (("stripe:cus_1", "account"), ("stripe:cs_1", "checkout")):
        status, told = await operator.reads("unlinked", "link", taken, BOB, "--kind", kind)
        assert (status, told["status"]) == (1, "refused")


async def test_anomalies_are_listed(operator: Shell) -> None:
    assert (await operator.runs("anomalies"))[1] == "No anomalies.\n"
    gone = Anomaly(anomaly=AnomalyKind.GONE, kind=ObjectKind.ORDER, ref=ref("o"), noticed_at=NOON, detail="it is gone")
    async with operator.storage() as storage, storage.begin() as uow:
        await uow.anomalies.report([gone])
        await uow.commit()
    assert columns((await operator.runs("anomalies"))[1])[0][1:4] == ["gone", "alpha:o", "order"]
    assert (await operator.reads("anomalies"))[1]["data"][0]["detail"] == "it is gone"


async def test_database_of_the_other_mode_is_left_untouched(operator: Shell) -> None:
    await operator.runs("anomalies")
    live = {**operator.settings, "MODE": "live", "STRIPE_API_KEY": "sk_live_made_up"}
    status, out, err = await ended(operator.folder, "events", "replay", "--all", **live)
    assert (status, out) == (3, "")
    assert "mode" in err


async def test_customer_is_exported_and_then_erased(operator: Shell) -> None:
    await operator.register(ADA, BOB)
    payload = '{"customer": "account", "user_id": "ada"}'
    purchase = told_payment(provider=STRIPE)
    subscription = told_subscription(provider=STRIPE)
    hers = ProviderUpdate(
        snapshots=(subscription, purchase), claims=(claim(ADA, provider=STRIPE), claim(BOB, provider=STRIPE))
    )
    await operator.hear(came("hers", hers, payload=payload))
    status, out, err = await operator.runs("customers", "export", ADA)
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert told["customer"]["email"] == "ada@example.com"
    assert [account["ref"]["id"] for account in told["accounts"]] == ["account"]
    pricing = told["subscriptions"][0]["snapshot"]["items"][0]["pricing"]
    assert (pricing["amount"], pricing["currency"], pricing["exponent"]) == ("1000", "USD", 2), pricing
    assert told["purchases"][0]["status"] == "paid"
    assert [(c["customer_id"], c["trust"]) for c in told["claims"]] == [(ADA, "seller")]
    assert told["events"][0]["payload"] == payload
    assert BOB not in out
    done = "The customer was erased, and so were the payloads about them."
    left_out = "Applied events without a link to the customer were not searched (no --search-all)."
    assert await operator.runs("customers", "erase", ADA) == (0, f"{done}\n{left_out}\n", "")
    again = {"status": "erased_before", "complete": False, "undecided": [], "anothers": 0}
    assert await operator.reads("customers", "erase", ADA) == (0, again)
    async with operator.storage() as storage:
        assert ADA not in (await everything_kept(storage)).replace("_ada", "")
    for action in ("export", "erase"):
        for nobody in ("nobody", "me"):
            status, out, err = await operator.runs("customers", action, nobody)
            assert status == 1
            assert "customer" in out + err


async def test_erasure_lists_the_events_it_could_not_judge(operator: Shell) -> None:
    await operator.register(ADA)
    cut = '{"email": "ada@example.com", "broken'
    unowned = '{"data": {"object": {"object": "invoice", "customer_email": "ada@example.com"}}}'
    await operator.hear(came("cut", Undecodable(error="cut"), payload=cut))
    await operator.hear(came("unowned", Undecodable(error="new"), payload=unowned))
    status, out, _ = await operator.runs("customers", "export", ADA)
    assert (status, json.loads(out)["undecided_events"]) == (0, ["stripe:cut", "stripe:unowned"])
    status, out, err = await operator.runs("customers", "erase", ADA, "--search-all")
    assert (status, err) == (0, "")
    assert "  stripe:cut\n  stripe:unowned\n" in out
    assert "No stored data" not in out


async def test_erasure_reports_missing_identifying_data(operator: Shell) -> None:
    await operator.register(ADA, BOB)
    await operator.hear(came("theirs", Ignored(reason="not handled"), payload='{"email": "ada@example.com"}'))
    status, out, _ = await operator.runs("customers", "erase", ADA, "--search-all")
    assert (status, out.splitlines()[-1]) == (0, "No stored data identifies the customer.")
    await operator.hear(
        came("late", Undecodable(error="new"), payload='{"data": {"object": {"metadata": {"user_id": "ada"}}}}')
    )
    status, told = await operator.reads("customers", "erase", ADA)
    assert told == {"status": "erased_before", "complete": False, "undecided": [], "anothers": 0}
    status, shown = await operator.reads("events", "show", "stripe:late")
    assert (shown["status"], shown["payload"]) == ("ignored", "")


async def test_event_without_a_payload_cannot_be_replayed(operator: Shell) -> None:
    await operator.hear(came("empty", Ignored(reason="not handled"), payload=""))
    status, told = await operator.reads("events", "replay", "stripe:empty")
    assert (status, told["reasons"]) == (1, ["the payload of stripe:empty is no longer stored"])
