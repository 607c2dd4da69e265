"""Stripe's JSON, as far as it is looked at.

Unknown fields are passed over, and whatever an API version since 2020-08-27 may leave out is optional. A field that
Stripe can expand is either an id or the object.
"""
