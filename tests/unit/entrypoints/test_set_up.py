"""Reports of `doctor` and `webhooks install`."""

from __future__ import annotations

from typing import Any

import httpx

from adapters.public_endpoint import HttpOwnAddress
from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.setup import (
    CheckStatus,
    InstalledEndpoint,
    InstallResult,
    advice,
    fine,
    problem,
    unknown,
)
from domain.provider import ProviderName
from entrypoints.cli.doctor_report import DoctorReport, InstalledWebhooks
from examples import ALPHA, BETA

GAMMA = ProviderName("gamma")
ADDRESS = "https://billing.example.com/webhooks/alpha"
CREATED = InstalledEndpoint(endpoint="we_1", change=InstallResult.CREATED, secret="whsec_new", next_steps=["put it in"])


def test_new_webhook_secret_is_shown_once_and_in_no_repr() -> None:
    report = InstalledWebhooks({ALPHA: CREATED})
    assert report.is_fine
    assert report.as_text().count("whsec_new") == 1
    assert "whsec_new" not in repr(report)
    assert report.as_json() == {
        "status": "fine",
        "webhooks": [
            {
                "provider": "alpha",
                "endpoint": "we_1",
                "change": "created",
                "secret": "whsec_new",
                "next_steps": ["put it in"],
            }
        ],
    }


def test_failed_installation_is_reported_beside_successful_ones() -> None:
    refused = ProviderRefused(BETA, "the key may not write webhooks", next_step="make another key")
    report = InstalledWebhooks({ALPHA: CREATED, BETA: refused, GAMMA: ProviderUnavailable(GAMMA, "no answer")})
    assert not report.is_fine
    assert report.as_text().splitlines()[-4:] == [
        "beta: failed: the key may not write webhooks",
        "  -> make another key",
        "gamma: failed: no answer",
        "  -> try again in a few minutes",
    ]
    told: Any = report.as_json()["webhooks"]
    assert told[1] == {"provider": "beta", "error": "the key may not write webhooks", "next_step": "make another key"}


def test_each_problem_is_shown_with_its_remedy() -> None:
    report = DoctorReport(
        [("service", fine("database", "current")), ("alpha", problem("clock", "off", "set the clock"))]
    )
    assert (report.worst, report.as_json()["status"]) == (CheckStatus.PROBLEM, "not_fine")
    assert report.as_text().splitlines() == [
        "fine     service database: current",
        "problem  alpha clock: off",
        "         -> set the clock",
    ]


def test_report_status_follows_from_its_worst_result() -> None:
    ready, better = fine("database", "current"), advice("login_page", "none", "turn it on")
    unseen, wrong = unknown("clock", "no answer", "try again"), problem("clock", "off", "set the clock")
    for findings, worst, status in (
        ([ready, better], CheckStatus.FINE, "fine"),
        ([ready, better, unseen], CheckStatus.UNKNOWN, "unknown"),
        ([unseen, wrong, ready], CheckStatus.PROBLEM, "not_fine"),
    ):
        report = DoctorReport([("alpha", finding) for finding in findings])
        assert (report.worst, report.as_json()["status"]) == (worst, status)


async def test_probe_is_sent_unchanged_and_its_status_returned() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(400)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        status = await HttpOwnAddress(http=client).deliver(ADDRESS, {"x-signature": "s"}, b"{}")
    assert status == 400
    assert (seen[0].method, str(seen[0].url), seen[0].headers["x-signature"], seen[0].content) == (
        "POST",
        ADDRESS,
        "s",
        b"{}",
    )


async def test_unreachable_address_gives_no_status() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as client:
        assert await HttpOwnAddress(http=client).deliver(ADDRESS, {}, b"{}") is None
