"""Actions of banks and of the seller."""

from __future__ import annotations

from litestar.testing import TestClient

from payment_sandbox.app import create_app
from payment_sandbox.stripe.life import refunds
from sandbox.stripe.stage import ADDRESS, Stage


def test_bank_opens_and_closes_a_dispute(stage: Stage) -> None:
    client = TestClient(create_app(stage.sandbox), base_url=ADDRESS)
    charge = stage.charge_of(stage.buy())
    opened = client.post(f"/stripe/bank/dispute-charge/{charge['id']}").json()
    assert client.post(f"/stripe/bank/review-dispute/{opened['id']}").json()["status"] == "under_review"
    assert client.post(f"/stripe/bank/win-dispute/{opened['id']}").json()["status"] == "won"
    again = client.post(f"/stripe/bank/lose-dispute/{opened['id']}")
    assert (again.status_code, again.json()["error"]["message"]) == (400, "This dispute is already closed.")


def test_bank_returns_a_refund(stage: Stage) -> None:
    client = TestClient(create_app(stage.sandbox), base_url=ADDRESS)
    refund = refunds.create(stage.account, charge=stage.charge_of(stage.buy())["id"])
    assert client.post(f"/stripe/bank/fail-refund/{refund['id']}").json()["status"] == "failed"


def test_unknown_bank_actions_are_refused(stage: Stage) -> None:
    client = TestClient(create_app(stage.sandbox), base_url=ADDRESS)
    assert client.post("/stripe/bank/burn-down/ch_1").status_code == 404
    assert client.post("/stripe/bank/dispute-charge/ch_unknown").json()["error"]["code"] == "resource_missing"


def test_seller_chooses_the_outcome_of_the_last_failed_attempt(stage: Stage) -> None:
    client = TestClient(create_app(stage.sandbox), base_url=ADDRESS)
    assert client.post("/stripe/dashboard/after-failure/last/unpaid").status_code == 200
    assert client.post("/stripe/dashboard/after-failure/first/unpaid").status_code == 404
    subscription = stage.subscribe(last4="0341")
    stage.move(days=70)
    assert stage.now(subscription)["status"] == "unpaid"
