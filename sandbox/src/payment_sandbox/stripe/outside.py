"""What no call of Stripe's API brings about: what banks do, and what the seller sets in the dashboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.answer import refused
from payment_sandbox.stripe.life import disputes, refunds, standing
from payment_sandbox.stripe.refusal import Refusal

_BANK: Mapping[str, Callable[[Account, str], Document]] = {
    "dispute-charge": disputes.open_dispute,
    "review-dispute": disputes.submit_evidence,
    "lose-dispute": disputes.close,
    "win-dispute": disputes.win,
    "fail-refund": refunds.fail,
}


def routes(account: Account) -> Sequence[ControllerRouterHandler]:
    """`POST /bank/{what}/{id}` answers the object.

    `POST /dashboard/after-failure/{attempt}/{then}` chooses what follows a failed payment, as in `standing.CHOICES`.
    """

    @post("/bank/{what:str}/{id_:str}", status_code=HTTPStatus.OK)
    async def bank(what: FromPath[str], id_: FromPath[str]) -> Response[Any]:
        happen = _BANK.get(what)
        if happen is None:
            return refused(Refusal(f"A bank does one of: {', '.join(_BANK)}", status=HTTPStatus.NOT_FOUND), {})
        try:
            with account.records.together():
                return Response(happen(account, id_))
        except Refusal as refusal:
            return refused(refusal, {})

    @post("/dashboard/after-failure/{attempt:str}/{then:str}", status_code=HTTPStatus.OK)
    async def choose(attempt: FromPath[str], then: FromPath[str]) -> Response[Any]:
        if then not in standing.CHOICES.get(attempt, ()):
            return refused(
                Refusal(f"A seller chooses one of: {dict(standing.CHOICES)}", status=HTTPStatus.NOT_FOUND), {}
            )
        with account.records.together():
            standing.choose(account, attempt, then)
        return Response({})

    return [bank, choose]
