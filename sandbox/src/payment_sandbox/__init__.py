"""A payment provider to play with: a fake Stripe and a fake Lemon Squeezy that keep state, on one clock.

It knows nothing of the service in front of it and imports none of its code.
"""
