"""Stripe's API as the installed SDK describes it: validates requests and supposed responses.

The SDK's types are generated from Stripe's specification, so no copy is kept here, and the validation follows
upgrades of the SDK.
"""

from stripe_schema.mismatch import SchemaMismatch
from stripe_schema.objects import validate_object
from stripe_schema.requests import validate_request

__all__ = ["SchemaMismatch", "validate_object", "validate_request"]
