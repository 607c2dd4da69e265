"""Decoding of Stripe's objects into snapshots and claims, with a file for each kind of object.

The same state gives the same content whether it was pushed or fetched, and in any API version. Otherwise every
response would make its object contested.
"""
