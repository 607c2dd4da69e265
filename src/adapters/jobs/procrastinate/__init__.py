"""Procrastinate, which is told of what becomes due in the transaction that makes it so."""
