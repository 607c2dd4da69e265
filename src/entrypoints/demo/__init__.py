"""A customer's life, played against the real service on a fresh database, with a local stand-in for Stripe's API."""
