"""Counters, limits, anomalies, reconciliation runs and health."""
