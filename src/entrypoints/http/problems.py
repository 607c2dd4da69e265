"""Which error is which problem: the only place where an error meets a status code (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from litestar.exceptions import HTTPException

from application.ingestion.list_events import DeliveryNotFound
from application.ingestion.receive_webhook import ProviderNotConfigured
from application.ingestion.replay_event import PayloadDeleted
from application.portal.billing_page_session import BillingVisitOver
from application.portal.checkout_reference import ReferencesNotConfigured
from application.portal.open_customer_portal import UnknownConfiguration
from application.portal.redeem_login_link import BillingLinkSpent
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


INVALID_REQUEST = Problem(400, "invalid-request", "Invalid request", "The request is not of the form it must have.")
UNAUTHENTICATED = Problem(
    401, "unauthenticated", "Not authenticated", "Send a valid credential as `Authorization: Bearer ...`."
)
FORBIDDEN = Problem(403, "forbidden", "Forbidden", "This credential is not good for this request.")
INTERNAL_ERROR = Problem(500, "internal-error", "Internal error", "Something went wrong here. It has been logged.")
UNAVAILABLE = Problem(503, "temporarily-unavailable", "Temporarily unavailable", "Try again in a moment.")

BY_ERROR: Mapping[type[Exception], Problem] = {
    errors.InvalidRequest: INVALID_REQUEST,
    UnknownConfiguration: INVALID_REQUEST,
    errors.Unauthenticated: UNAUTHENTICATED,
    errors.Forbidden: FORBIDDEN,
    errors.UnsupportedMediaType: Problem(
        415, "unsupported-media-type", "Unsupported media type", "The body must be application/json."
    ),
    errors.BodyTooSlow: Problem(408, "request-timeout", "Request timeout", "The body did not arrive in time."),
    errors.ReturnUrlNotAllowed: Problem(
        422, "return-url-not-allowed", "Return URL not allowed", "The return URL may not be used."
    ),
    errors.RateLimited: Problem(
        429, "rate-limited", "Too many requests", "Wait as long as the Retry-After header says."
    ),
    customer.CustomerNotFound: Problem(404, "customer-not-found", "Customer not found", "There is no such customer."),
    portal_errors.SubscriptionNotFound: Problem(
        404, "subscription-not-found", "Subscription not found", "The customer has no such subscription."
    ),
    ownership_errors.PurchaseNotFound: Problem(
        404, "purchase-not-found", "Purchase not found", "The customer has no such one-off purchase."
    ),
    ownership_errors.AccountNotFound: Problem(
        404, "account-not-found", "Account not found", "The customer has no such account at the provider."
    ),
    ownership_errors.AccountAlreadyLinked: Problem(
        409, "account-already-linked", "Account already linked", "The account belongs to another customer."
    ),
    ownership_errors.AccountUnlinked: Problem(
        409, "account-unlinked", "Account unlinked", "The account was taken from this customer for good."
    ),
    customer.CustomerErased: Problem(
        409, "customer-erased", "Customer erased", "A customer with this id was erased; nobody can have it again."
    ),
    portal_errors.ProviderNotUsed: Problem(
        409, "provider-not-used", "Provider not used", "The customer has no account and no purchase at this provider."
    ),
    portal_errors.PlanChangeNotSupported: Problem(
        409,
        "plan-change-not-supported",
        "Plan change not supported",
        "A one-off purchase has no plan and no next payment: there is nothing to change, to pay for or to cancel.",
    ),
    portal_errors.SubscriptionRequired: Problem(
        409, "subscription-required", "Subscription required", "Several subscriptions could be meant: name one."
    ),
    portal_errors.IntentNotAvailable: Problem(
        409, "intent-not-available", "Intent not available", "The provider's portal cannot do this as things stand."
    ),
    portal_errors.NoBillingAccount: Problem(
        409, "no-billing-account", "No billing account", "The customer has bought nothing, and no account is linked."
    ),
    portal_errors.BillingAccountGone: Problem(
        409, "billing-account-gone", "Billing account gone", "The customer's account was deleted at the provider."
    ),
    portal_errors.AccountNotVerified: Problem(
        409,
        "account-not-verified",
        "Account not verified",
        "It is not proven that the account this was bought with is the customer's, so its portal stays closed.",
    ),
    PayloadDeleted: Problem(
        409, "payload-deleted", "Payload deleted", "What was sent is not kept any more, so it cannot be applied again."
    ),
    DeliveryNotFound: Problem(404, "event-not-found", "Event not found", "No such event is kept."),
    ReferencesNotConfigured: Problem(
        409,
        "checkout-reference-not-configured",
        "Checkout references not configured",
        "CHECKOUT_REFERENCE_SECRET is not set, so nothing can be signed.",
    ),
    errors.PublicUrlNeeded: Problem(
        409,
        "public-url-not-configured",
        "Public URL not configured",
        "PUBLIC_URL must be an https address (http is for this machine only): customers are let in there.",
    ),
    errors.CrossSiteRequest: Problem(
        403, "cross-site-request", "Cross-site request", "The form was not sent by the page that it belongs to."
    ),
    BillingLinkSpent: Problem(
        410, "billing-link-spent", "Billing link spent", "The link was opened before, or has run out."
    ),
    BillingVisitOver: Problem(
        401, "billing-visit-over", "Billing visit over", "The visit to the Billing page has run out or was left."
    ),
    InvalidSignature: Problem(
        400, "invalid-signature", "Invalid signature", "The delivery is not signed by the provider, or not lately."
    ),
    ProviderNotConfigured: Problem(
        404, "provider-not-configured", "Provider not configured", "No such provider is connected here."
    ),
    ProviderUnavailable: Problem(
        503, "provider-unavailable", "Provider unavailable", "The provider does not answer. Try again in a moment."
    ),
    ProviderRefused: Problem(
        502, "provider-refused", "Provider refused", "The provider refuses this. The operator has to put it right."
    ),
    StorageUnavailable: UNAVAILABLE,
    KeysUnavailable: UNAVAILABLE,
}

BY_STATUS: Mapping[int, Problem] = {
    400: INVALID_REQUEST,
    401: UNAUTHENTICATED,
    403: FORBIDDEN,
    404: Problem(404, "not-found", "Not found", "There is nothing at this address."),
    405: Problem(405, "method-not-allowed", "Method not allowed", "The Allow header says which methods there are."),
    413: Problem(413, "request-too-large", "Request too large", "The body is larger than may be sent here."),
    500: INTERNAL_ERROR,
}
"""What the framework itself refuses."""


def problem_of(error: Exception) -> Problem:
    """Whatever nobody expected is an internal error, and says nothing of itself."""
    if isinstance(error, HTTPException):
        return BY_STATUS.get(error.status_code, INVALID_REQUEST if error.status_code < 500 else INTERNAL_ERROR)  # noqa: PLR2004
    return next((BY_ERROR[kind] for kind in type(error).__mro__ if kind in BY_ERROR), INTERNAL_ERROR)
