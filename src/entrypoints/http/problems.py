"""Problems by error: the only place where an error meets a status code (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from litestar.exceptions import HTTPException

from application.ingestion.list_events import DeliveryNotFound
from application.ingestion.receive_webhook import ProviderNotConfigured
from application.ingestion.replay_event import PayloadDeleted
from application.portal.billing_page_session import SessionExpired
from application.portal.checkout_reference import ReferencesNotConfigured
from application.portal.open_customer_portal import UnknownConfiguration
from application.portal.redeem_login_link import LoginLinkInvalid
from application.ports.errors import InvalidSignature, ProviderRefused, ProviderUnavailable, StorageUnavailable
from domain import customer
from domain.ownership import errors as ownership_errors
from domain.portal import errors as portal_errors
from entrypoints.http import errors
from entrypoints.tokens.keys import KeysUnavailable


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of answer that is no success. `type` ends in the slug."""

    status: int
    slug: str
    title: str
    detail: str


INVALID_REQUEST = Problem(400, "invalid-request", "Invalid request", "The request is malformed or has invalid values.")
UNAUTHENTICATED = Problem(
    401, "unauthenticated", "Not authenticated", "Send a valid credential in the header `Authorization: Bearer ...`."
)
FORBIDDEN = Problem(403, "forbidden", "Forbidden", "This credential does not permit this request.")
INTERNAL_ERROR = Problem(
    500, "internal-error", "Internal error", "Something went wrong on our side. The error has been logged."
)
UNAVAILABLE = Problem(
    503,
    "temporarily-unavailable",
    "Temporarily unavailable",
    "The service is temporarily unavailable. Try again in a moment.",
)

BY_ERROR: Mapping[type[Exception], Problem] = {
    errors.InvalidRequest: INVALID_REQUEST,
    UnknownConfiguration: INVALID_REQUEST,
    errors.Unauthenticated: UNAUTHENTICATED,
    errors.Forbidden: FORBIDDEN,
    errors.UnsupportedMediaType: Problem(
        415, "unsupported-media-type", "Unsupported media type", "The request body must be application/json."
    ),
    errors.BodyTimeout: Problem(408, "request-timeout", "Request timeout", "The request body did not arrive in time."),
    errors.ReturnUrlNotAllowed: Problem(
        422, "return-url-not-allowed", "Return URL not allowed", "The return URL is not allowed."
    ),
    errors.RateLimited: Problem(
        429, "rate-limited", "Too many requests", "Try again after the time given in the Retry-After header."
    ),
    customer.CustomerNotFound: Problem(
        404, "customer-not-found", "Customer not found", "There is no customer with this id."
    ),
    portal_errors.SubscriptionNotFound: Problem(
        404, "subscription-not-found", "Subscription not found", "The customer has no subscription with this id."
    ),
    ownership_errors.PurchaseNotFound: Problem(
        404, "purchase-not-found", "Purchase not found", "The customer has no one-off purchase with this id."
    ),
    ownership_errors.AccountNotFound: Problem(
        404, "account-not-found", "Account not found", "The customer has no account with this id at the provider."
    ),
    ownership_errors.AccountAlreadyLinked: Problem(
        409, "account-already-linked", "Account already linked", "The account is linked to another customer."
    ),
    ownership_errors.AccountUnlinked: Problem(
        409, "account-unlinked", "Account unlinked", "The account was permanently unlinked from this customer."
    ),
    customer.CustomerErased: Problem(
        409, "customer-erased", "Customer erased", "The customer with this id was erased. The id cannot be used again."
    ),
    portal_errors.ProviderNotUsed: Problem(
        409, "provider-not-used", "Provider not used", "The customer has no account or purchase at this provider."
    ),
    portal_errors.PlanChangeNotSupported: Problem(
        409,
        "plan-change-not-supported",
        "Plan change not supported",
        "One-off purchases have no plan and no upcoming payment, so there is nothing to change, pay or cancel.",
    ),
    portal_errors.SubscriptionRequired: Problem(
        409,
        "subscription-required",
        "Subscription required",
        "Several subscriptions match. Specify one in `subscription`.",
    ),
    portal_errors.IntentNotAvailable: Problem(
        409, "intent-not-available", "Intent not available", "The provider's portal cannot do this now. See `reason`."
    ),
    portal_errors.NoBillingAccount: Problem(
        409, "no-billing-account", "No billing account", "The customer has no purchases and no linked account."
    ),
    portal_errors.BillingAccountGone: Problem(
        409, "billing-account-gone", "Billing account gone", "The customer's account was deleted at the provider."
    ),
    portal_errors.AccountNotVerified: Problem(
        409,
        "account-not-verified",
        "Account not verified",
        "The account used for this purchase is not verified as the customer's, so its portal cannot be opened.",
    ),
    PayloadDeleted: Problem(
        409, "payload-deleted", "Payload deleted", "The event's payload is no longer stored, so it cannot be replayed."
    ),
    DeliveryNotFound: Problem(404, "event-not-found", "Event not found", "There is no event with this id."),
    ReferencesNotConfigured: Problem(
        409,
        "checkout-reference-not-configured",
        "Checkout references not configured",
        "Set CHECKOUT_REFERENCE_SECRET to sign checkout references.",
    ),
    errors.PublicUrlRequired: Problem(
        409,
        "public-url-not-configured",
        "Public URL not configured",
        "PUBLIC_URL must be an https URL (http is allowed on loopback only) for customers to sign in.",
    ),
    errors.CrossSiteRequest: Problem(
        403, "cross-site-request", "Cross-site request", "The form was not submitted from the Billing page."
    ),
    LoginLinkInvalid: Problem(
        410, "billing-link-spent", "Login link expired", "The link has expired or was already used."
    ),
    SessionExpired: Problem(
        401, "billing-visit-over", "Billing session ended", "The session has expired or the customer signed out."
    ),
    InvalidSignature: Problem(
        400, "invalid-signature", "Invalid signature", "The signature is missing, invalid or too old."
    ),
    ProviderNotConfigured: Problem(
        404, "provider-not-configured", "Provider not configured", "No provider with this name is configured."
    ),
    ProviderUnavailable: Problem(
        503, "provider-unavailable", "Provider unavailable", "The provider is not responding. Try again in a moment."
    ),
    ProviderRefused: Problem(
        502,
        "provider-refused",
        "Provider refused",
        "The provider refused the request. The operator must fix the provider configuration.",
    ),
    StorageUnavailable: UNAVAILABLE,
    KeysUnavailable: UNAVAILABLE,
}

BY_STATUS: Mapping[int, Problem] = {
    400: INVALID_REQUEST,
    401: UNAUTHENTICATED,
    403: FORBIDDEN,
    404: Problem(404, "not-found", "Not found", "There is nothing at this URL."),
    405: Problem(405, "method-not-allowed", "Method not allowed", "See the Allow header for the supported methods."),
    413: Problem(413, "request-too-large", "Request too large", "The request body is too large."),
    500: INTERNAL_ERROR,
}
"""What the framework itself refuses."""


def problem_of(error: Exception) -> Problem:
    """Return the problem of an error. An unexpected error is an internal one and reveals nothing."""
    if isinstance(error, HTTPException):
        return BY_STATUS.get(error.status_code, INVALID_REQUEST if error.status_code < 500 else INTERNAL_ERROR)  # noqa: PLR2004
    return next((BY_ERROR[kind] for kind in type(error).__mro__ if kind in BY_ERROR), INTERNAL_ERROR)
