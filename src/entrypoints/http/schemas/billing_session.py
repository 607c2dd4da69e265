"""The JSON of billing sessions."""

from __future__ import annotations

from datetime import datetime

from entrypoints.http.schemas.portal_session import ReturnUrl
from entrypoints.redacted import RedactedStruct


class CreateBillingSession(RedactedStruct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The URL that the Billing page links back to."""

    return_url: ReturnUrl | None = None


class BillingSession(RedactedStruct, frozen=True, kw_only=True):
    """Where to send the customer. `url` lets in whoever opens it first: use it once, at once, and keep it nowhere."""

    url: str
    expires_at: datetime
