"""Use cases for operators: setup checks, status, metrics and anomalies."""
