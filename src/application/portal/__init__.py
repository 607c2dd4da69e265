"""Billing, portal sessions and the Billing page."""
