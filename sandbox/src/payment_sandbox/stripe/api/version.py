"""In which version of the API objects are shown: there is one."""

from __future__ import annotations

from payment_sandbox.stripe.objects.event import API_VERSION
from payment_sandbox.stripe.refusal import Refusal


def checked(header: str | None) -> str:
    """
    Raises:
        Refusal: another version was asked for than the one that the sandbox's objects are of.
    """
    if header not in (None, API_VERSION):
        raise Refusal(f"Invalid Stripe API version: {header}. The sandbox only supports {API_VERSION}.")
    return API_VERSION
