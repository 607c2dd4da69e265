"""The parts of Stripe's JSON that are used.

Unknown fields are ignored, and fields that an API version since 2020-08-27 may omit are optional. A field that
Stripe can expand is either an id or the object.
"""
