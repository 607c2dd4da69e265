"""Stripe's objects as API version 2026-10-28.endive has them, whole: every field that is always there.

Builders are pure: ids and moments (seconds since 1970) come in, a document comes out.
"""
