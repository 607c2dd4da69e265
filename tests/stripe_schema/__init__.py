"""Stripe's API as the installed SDK describes it: a judge over what is sent and what claims to come back.

The SDK's types are generated from Stripe's specification, so nothing of Stripe's has to be kept here, and the
judge follows the SDK when that is upgraded.
"""

from stripe_schema.mismatch import SchemaMismatch
from stripe_schema.objects import validate_object
from stripe_schema.requests import validate_request

__all__ = ["SchemaMismatch", "validate_object", "validate_request"]
