"""Making an answer out of an error: its members, its headers, and what the log is told."""

from __future__ import annotations

import logging
import math
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from application.execution.stack_trace import stack_trace
from application.portal.billing_pages import page_of_purchases, page_of_subscriptions
from application.portal.open_customer_portal import UnknownConfiguration
from application.ports.errors import ProviderRefused, ProviderUnavailable, StorageUnavailable
from application.ports.operations.clock import Clock
from domain.intent import PortalRestriction
from domain.ownership import errors as ownership_errors
from domain.portal import errors as portal_errors
from entrypoints.http import errors
from entrypoints.http.presenters import customer
from entrypoints.http.problems import UNAUTHENTICATED, UNAVAILABLE, problem_of
from entrypoints.settings.model import HttpSettings
from entrypoints.tokens.keys import KeysUnavailable

MEDIA_TYPE = "application/problem+json"
_RETRY_AFTER = {"provider-unavailable": timedelta(seconds=30), UNAVAILABLE.slug: timedelta(seconds=5)}
_NAMED = re.compile(r"Object (?:contains unknown|missing required) field `(?P<name>[^`]*)`")
_QUOTES = re.compile(r"Invalid enum value .*", re.DOTALL)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemResponses:
    """Answers any error. `grace`: as in what billing shows."""

    settings: HttpSettings
    clock: Clock
    grace: timedelta

    def __call__(self, _: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
        problem = problem_of(error)
        tell_the_log(error, problem.status)
        body = {
            "type": f"{self.settings.public_url or ''}/problems/{problem.slug}",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail,
            **self._members(error),
        }
        return Response(
            body, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers_of(error, problem.slug)
        )

    def _members(self, error: Exception) -> dict[str, Any]:
        match error:
            case errors.InvalidRequest() | UnknownConfiguration():
                return {"errors": [_field_error(error)]}
            case errors.ReturnUrlNotAllowed():
                return {"detail": f"The return URL {error.reason}."}
            case portal_errors.PlanChangeNotSupported():
                purchases = [customer.purchase(each) for each in page_of_purchases(error.purchases).shown]
                return {"purchases": purchases, "new_purchase_url": self.settings.pricing_url}
            case portal_errors.SubscriptionRequired():
                now = self.clock.now()
                shown = [
                    customer.subscription(s, now, grace=self.grace, intents=error.intents_of(s))
                    for s in page_of_subscriptions(error.subscriptions, now).shown
                ]
                return {"subscriptions": shown}
            case portal_errors.IntentNotAvailable():
                return self._not_available(error)
            case portal_errors.NoBillingAccount():
                return {"new_purchase_url": self.settings.pricing_url}
            case portal_errors.BillingAccountGone() | portal_errors.AccountNotVerified():
                return {"support_url": self.settings.support_url}
            case ownership_errors.AccountAlreadyLinked() | ownership_errors.AccountUnlinked():
                return {"provider": error.account.provider, "provider_customer_id": error.account.id}
            case HTTPException(status_code=400):
                return {"errors": _errors(error)}
            case _:
                return {}

    def _not_available(self, error: portal_errors.IntentNotAvailable) -> dict[str, Any]:
        members = {"reason": error.restriction.value, "support_url": self.settings.support_url}
        buy_again = (
            {"new_purchase_url": self.settings.pricing_url} if error.restriction is PortalRestriction.ENDED else {}
        )
        return {**members, **buy_again}


def _field_error(error: errors.InvalidRequest | UnknownConfiguration) -> dict[str, str]:
    if isinstance(error, errors.InvalidRequest):
        return {"field": error.field, "message": error.message}
    names = ", ".join(f"`{name}`" for name in sorted(error.known))
    message = f"must be one of {names}" if names else "must be omitted: no portal configurations are set up"
    return {"field": "configuration", "message": message}


def headers_of(error: Exception, slug: str) -> dict[str, str]:
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    retry_after = getattr(error, "retry_after", None) or _RETRY_AFTER.get(slug)
    if retry_after is not None:
        headers["retry-after"] = str(max(1, math.ceil(retry_after.total_seconds())))
    if slug == UNAUTHENTICATED.slug:
        headers["www-authenticate"] = "Bearer"
    return headers


def _errors(error: HTTPException) -> list[dict[str, str]]:
    """The framework lists what is wrong with fields and parameters; of a body that is no JSON at all, it tells."""
    if not isinstance(error.extra, list):
        return [{"field": "body", "message": error.detail}]
    return [_error(str(found.get("key", "")), str(found.get("message", ""))) for found in error.extra]


def _error(key: str, message: str) -> dict[str, str]:
    """`data` is what handlers call the body; a field that is missing or too many is named in the message only.

    What was sent is not repeated: it may be anything, also what belongs elsewhere.
    """
    if message == "'data'":
        return {"field": "body", "message": "is required"}
    message = _QUOTES.sub("must be one of the allowed values", message)
    path = key.removeprefix("data").removeprefix(".")
    named = _NAMED.fullmatch(message)
    if named:
        path = f"{path}.{named['name']}".removeprefix(".")
    return {"field": path or "body", "message": message}


def tell_the_log(error: Exception, status: int) -> None:
    """Only what our own errors say on purpose: any other text might repeat what nobody may read."""
    if isinstance(error, ProviderRefused):
        said = {"provider": error.provider, "reason": error.reason, "next_step": error.next_step}
        _log.error("provider refused a request", extra=said)
    elif isinstance(error, ProviderUnavailable):
        _log.warning("provider unavailable", extra={"provider": error.provider, "reason": error.reason})
    elif isinstance(error, StorageUnavailable):
        _log.error("database unavailable", extra={"reason": str(error), "next_step": error.next_step})
    elif isinstance(
        error, KeysUnavailable
    ):  # any caller can cause these in any number, and each failed fetch is logged once
        _log.warning("token could not be verified", extra={"reason": "the key set is unavailable"})
    elif status >= 500:  # noqa: PLR2004  # the first of the statuses that are our own fault
        _log.error("request failed", extra={"error": type(error).__name__, "trace": stack_trace(error)})
